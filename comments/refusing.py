"""Why a thought was not posted, in a sentence for its author."""


class NotPostedError(ValueError):
    """The thought was not posted; the message tells its author why and what to do. The text is theirs to keep."""

    status = 400


class Refused(NotPostedError):  # noqa: N818 - a refusal is an answer, not a fault
    """Not here, not now or not by this reader: `status` is 400, 403 or 429, `retry_after` seconds or None."""

    def __init__(self, reason: str, status: int = 403, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after

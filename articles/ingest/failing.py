"""Why a source could not be taken in."""


class IngestError(Exception):
    """Nothing was taken in; the message tells the editor why and what to do."""


class PassingError(IngestError):
    """It may go better later, no sooner than in `seconds`."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds

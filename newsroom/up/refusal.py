"""The one exception that the commands turn into a line for the reader."""


class Refusal(Exception):  # noqa: N818 - it is no error in us
    """What stands in the way and what to do about it, in one line without a full stop of its own."""

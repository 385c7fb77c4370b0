"""The one exception that the commands turn into a line for the reader."""


class Refusal(Exception):
    """What stands in the way and what to do about it, in one line without a full stop of its own."""

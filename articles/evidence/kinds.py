"""What a sentence does, by its wording."""


def kind_of(sentence: str, language: str = "en") -> str:
    """One of "reported", "attributed", "background", "inference", "quotation"."""
    return "reported"

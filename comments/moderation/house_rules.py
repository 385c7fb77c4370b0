"""The rules of the community: the one place where they stand. The page, the forms and every decision name these."""

from typing import NamedTuple


class Rule(NamedTuple):
    """One rule: its number on the page, its name, and what it excludes."""

    number: int
    title: str
    text: str

    def __str__(self) -> str:
        return f"Community rule {self.number}, “{self.title}”"


# A number stands in decisions for ever: a new rule goes to the end, and a rule that no longer holds keeps its number.
RULES: dict[str, Rule] = {
    "civil": Rule(1, "Be civil", "Insults, threats, and contempt for people for what they are."),
    "topic": Rule(
        2,
        "Speak to the article",
        "Text that has nothing to do with the article, or that is about another reader instead.",
    ),
    "private": Rule(3, "No private details", "Other people’s addresses, telephone numbers, health and family matters."),
    "spam": Rule(4, "No advertising", "Advertising, and the same text again and again."),
    "honest": Rule(
        5,
        "Be who you are",
        "Passing yourself off as somebody else, and stating as a fact what you know to be false.",
    ),
    "law": Rule(6, "Nothing that the law forbids", "Calls for violence, and whatever else the law forbids."),
    "words": Rule(
        7,
        "Words that we do not print",
        "A list of slurs, kept by the moderators. A program removes a thought with one of them at once.",
    ),
}

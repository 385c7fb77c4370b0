"""The few words that a digest adds to its sources' own, language by language."""

import re
from collections.abc import Sequence

# Who says it; who says more of it, right behind or further on; two with the same words; two with nearly the same.
WORDS = {
    "en": {
        "says": "{0} says: ",
        "also": "{0} also says: ",
        "adds": "It adds: ",
        "goes on": "It goes on: ",
        "further": "Further on, it says: ",
        "too": "It also says: ",
        "both": "{0} and {1} have the same words: ",
        "nearly": "{0} says, and {1} in nearly the same words: ",
        "and": " and ",
        "dek": "What the sources say, in their own words. A program chose the sentences and put them in order; it added none.",
        "others": "other sources",
        "from": "From {0}",
        "headline": "{0}: a digest of what the sources say",
    }
}
# In a language that has no words here nothing is added but names and colons.
BARE = {
    "says": "{0}: ", "also": "{0}: ", "adds": "{0}: ", "goes on": "{0}: ", "further": "{0}: ", "too": "{0}: ", "both": "{0}, {1}: ", "nearly": "{0}, {1}: ",
    "and": ", ", "dek": "", "others": "…", "from": "{0}", "headline": "{0}",
}  # fmt: skip
STRAIGHT = re.compile('"([^"]*)"')
# Names that a list takes.
LISTED = 4


def words_in(language: str) -> dict[str, str]:
    """The words for a language tag."""
    return WORDS.get(language.partition("-")[0].lower(), BARE)


def quoted(text: str) -> str:
    """A source's sentence between quotation marks; quotations inside it get single ones, and runs of spaces one space."""
    plain = STRAIGHT.sub(r"‘\1’", " ".join(text.split()))
    return "“" + plain.replace("“", "‘").replace("”", "’") + "”"


def listed(names: Sequence[str], language: str) -> str:
    """Names as a sentence lists them, each once, four at most; with semicolons where a name has a comma in it."""
    words = words_in(language)
    each = list(dict.fromkeys(names))
    if len(each) > LISTED:
        each = [*each[: LISTED - 1], words["others"]]
    if len(each) == 1:
        return each[0]
    between = "; " if any("," in name for name in each) else ", "
    return between.join(each[:-1]) + (between.rstrip() if between == "; " else "") + words["and"] + each[-1]

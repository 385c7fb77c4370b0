"""Titles: the offices and forms of address that stand in front of a name, and which of them exclude one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

# The words of a title, longest first where one begins like another, with the office it names. Offices of one group
# exclude one another: who is president is not prime minister. Forms of address belong to no group.
OFFICES = {
    "state": {
        "president": "president", "vice president": "vice president", "prime minister": "prime minister",
        "premier": "prime minister", "chancellor": "chancellor", "king": "king", "queen": "queen", "emperor": "emperor",
        "pope": "pope", "prince": "prince", "princess": "princess", "sultan": "sultan", "emir": "emir",
        "foreign minister": "foreign minister", "foreign secretary": "foreign minister", "finance minister": "finance minister",
        "defence minister": "defence minister", "defense minister": "defence minister", "defence secretary": "defence minister",
        "defense secretary": "defence minister", "home secretary": "home secretary", "interior minister": "interior minister",
        "health minister": "health minister", "health secretary": "health minister", "justice minister": "justice minister",
        "education secretary": "education minister", "education minister": "education minister",
        "treasury secretary": "treasury secretary", "secretary of state": "secretary of state", "deputy prime minister": "deputy prime minister",
        "attorney general": "attorney general", "secretary general": "secretary general", "general secretary": "general secretary",
        "governor": "governor", "mayor": "mayor", "senator": "senator", "congressman": "representative", "congresswoman": "representative",
        "representative": "representative", "ambassador": "ambassador", "first minister": "first minister", "ayatollah": "ayatollah",
    },
    "arms": {
        "general": "general", "gen": "general", "colonel": "colonel", "col": "colonel", "major": "major", "maj": "major",
        "captain": "captain", "capt": "captain", "lieutenant": "lieutenant", "lt": "lieutenant", "sergeant": "sergeant",
        "sgt": "sergeant", "admiral": "admiral", "commander": "commander", "marshal": "marshal", "corporal": "corporal",
    },
    "bench": {"judge": "judge", "chief justice": "chief justice", "justice": "justice", "prosecutor": "prosecutor", "attorney": "attorney"},
    "church": {"bishop": "bishop", "archbishop": "archbishop", "cardinal": "cardinal", "rabbi": "rabbi", "imam": "imam", "father": "father",
               "reverend": "reverend"},
    "firm": {"chief executive": "chief executive", "ceo": "chief executive", "chairman": "chair", "chairwoman": "chair", "chair": "chair",
             "chief financial officer": "cfo", "cfo": "cfo", "managing director": "managing director"},
    "": {word: word for word in ["mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "lord", "lady", "dame", "saint", "st", "sen", "rep", "gov", "hon", "supreme", "leader", "chief", "inspector", "detective", "officer", "constable", "superintendent", "sheriff", "minister", "secretary", "manager", "coach"]},
}  # fmt: skip
# "of" is no word of a name: capitals alone make one.
GROUPS = {
    words.replace(" of ", " "): (group, office)
    for group, offices in OFFICES.items()
    for words, office in offices.items()
}
LONGEST = 3


@dataclass(frozen=True)
class Title:
    """An office in front of a name, and the group in which offices exclude one another; empty for a form of address."""

    words: str
    office: str
    group: str


class HasPlain(Protocol):
    """A word of a text in the form in which it is compared."""

    @property
    def plain(self) -> str: ...  # noqa: D102 - a word


W = TypeVar("W", bound=HasPlain)


def split_titles(words: Sequence[W]) -> list[tuple[Title | None, list[W]]]:
    """A run of capitals, cut at its titles: each piece with the title in front of it, if one is."""
    pieces: list[tuple[Title | None, list[W]]] = [(None, [])]
    at = 0
    while at < len(words):
        title, length = _title_at(words, at)
        if title is None:
            pieces[-1][1].append(words[at])
        else:
            grave = pieces[-1][0] if not pieces[-1][1] and not title.group else None
            pieces.append((grave or title, []))
        at += length
    return [piece for piece in pieces if piece[1]]


def _title_at(words: Sequence[W], at: int) -> tuple[Title | None, int]:
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        run = " ".join(word.plain for word in words[at : at + length])
        if run in GROUPS:
            group, office = GROUPS[run]
            return Title(run, office, group), length
    return None, 1

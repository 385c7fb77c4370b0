"""What hostile words come to in their clause: aimed at a reader, at a group or at nobody; said, denied or only quoted."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from comments.moderation.lexicon import Term, terms
from comments.moderation.wording import Token

ENDS = frozenset([".", "!", "?", ";", ":", "\n", "but", "however", "although", "because"])
# So many words before another word are read together with it: "should" and its verb, "nobody … call them vermin".
NEAR, NEAR_DENIAL, NEAR_REPORT = 4, 6, 6
DENIED, OBJECTED_TO, QUOTED, OWN = 0.2, 0.15, 0.5, 0.5
# "They" are the group that was named before, or anybody.
NAMED_BEFORE, ANYBODY = 0.75, 0.4


class Weight(NamedTuple):
    """What words under a heading weigh: said of nobody, to a reader, of a group; and what they do, in a moderator's words."""

    alone: float
    reader: float
    group: float
    says: str


WEIGHTS = {
    "slur": Weight(0.62, 0.62, 0.62, "uses a slur"),
    "insult": Weight(0.33, 0.5, 0.62, "insults"),
    "dehumanising": Weight(0.16, 0.5, 0.74, "likens people to dirt, disease or animals"),
    "trait": Weight(0.12, 0.33, 0.57, "says people are bad by nature"),
    "contempt": Weight(0.29, 0.33, 0.37, "shows contempt"),
    "mud": Weight(0.29, 0.33, 0.25, "calls a political camp names"),
    "condescension": Weight(0.29, 0.41, 0.29, "talks down"),
    "profanity": Weight(0.16, 0.29, 0.33, "swears"),
    "hate": Weight(0.08, 0.41, 0.7, "says it hates"),
    "violence": Weight(0.04, 0.57, 0.74, "calls for violence"),
    "violated": Weight(0.0, 0.5, 0.74, "wishes violence on people"),
    "exclusion": Weight(0.04, 0.41, 0.66, "wants people gone or without rights"),
}
AIMED = {"reader": ", to the reader addressed", "group": ", of a group of people", "alone": ""}
# A denial before these belongs to them.
UNDENIED = {"exclusion", "condescension"}


class Hit(NamedTuple):
    """A hostile term: its weight where it stands, what it does, and its tokens, first and last."""

    weight: float
    says: str
    first: int
    last: int


@dataclass(frozen=True)
class Clause:
    """A clause: its first token, the terms in it, and the tokens at which terms of a heading begin, in order."""

    start: int
    terms: Sequence[Term]
    places: Mapping[str, list[int]]

    def near(self, heading: str, before: int, within: int = NEAR) -> bool:
        """Whether a term of the heading stands closely before a token."""
        return _near(self.places.get(heading, []), before, within)


def hits(tokens: Sequence[Token]) -> list[Hit]:
    """Each hostile term of a text, with the greatest weight that it has there."""
    found = terms(tokens)
    quoted = _quoted(tokens)
    reports = [term.first for term in found if "report" in term.headings]
    objections = [term.first for term in found if "reproof" in term.headings]
    named = any("group" in term.headings for term in found)
    out = []
    for clause in _clauses(tokens, found):
        for term in clause.terms:
            told = term.first in quoted or _near(reports, term.first, NEAR_REPORT)
            objected_to = told and any(at != term.first for at in objections)
            factor = OBJECTED_TO if objected_to else QUOTED if term.first in quoted else 1.0
            weighed = list(_weighed(clause, term, tokens, named=named))
            if weighed:
                weight, says = max(weighed)
                out.append(Hit(weight * factor, says, term.first, term.last))
    return out


def _weighed(clause: Clause, term: Term, tokens: Sequence[Token], *, named: bool) -> Iterator[tuple[float, str]]:
    """What a term weighs under each of its headings, and what it does."""
    at = term.first
    denied = clause.near("negation", at, NEAR_DENIAL)
    for heading in term.headings & WEIGHTS.keys():
        if not _meant(clause, heading, at, tokens):
            continue
        weight, aim = max(_aims(clause, WEIGHTS[heading], at, named=named))
        if denied and heading not in UNDENIED:
            weight *= DENIED
        if heading == "slur" and _of_oneself(clause, at):
            weight *= OWN
        yield weight, WEIGHTS[heading].says + AIMED[aim]


def _aims(clause: Clause, weight: Weight, at: int, *, named: bool) -> Iterator[tuple[float, str]]:
    """What it weighs for each of those at whom it may be aimed."""
    yield weight.alone, "alone"
    if clause.places.get("you"):
        yield weight.reader, "reader"
    if any(place != at for place in clause.places.get("group", ())):
        yield weight.group, "group"
    elif clause.places.get("those"):
        yield weight.group * (NAMED_BEFORE if named else ANYBODY), "group" if named else "alone"


def _meant(clause: Clause, heading: str, at: int, tokens: Sequence[Token]) -> bool:
    """Violence counts where it is called for, not where it is reported: "should be shot", "kill them", "I will hurt you"."""
    if heading == "violence":
        return at == clause.start or clause.near("should", at) or clause.near("self", at)
    if heading == "violated":
        passive = {token.text for token in tokens[max(clause.start, at - 3) : at]} & {"be", "get", "being"}
        return bool(passive) and clause.near("should", at, NEAR + 1)
    return True


def _near(places: Sequence[int], before: int, within: int) -> bool:
    """Whether one of the ordered places lies closely before another."""
    at = bisect_left(places, before)
    return at > 0 and before - places[at - 1] <= within


def _of_oneself(clause: Clause, at: int) -> bool:
    """People may call themselves what others may not call them."""
    return not clause.places.get("you") and any(place < at for place in clause.places.get("self", ()))


def _quoted(tokens: Sequence[Token]) -> set[int]:
    """The tokens between quotation marks."""
    inside, found = False, set()
    for at, token in enumerate(tokens):
        if token.text == '"':
            inside = not inside
        elif inside:
            found.add(at)
    return found


def _clauses(tokens: Sequence[Token], found: Iterable[Term]) -> Iterator[Clause]:
    """The text cut at marks and at words that turn it; each term belongs where it begins."""
    waiting = list(found)[::-1]
    start = 0
    for end, token in enumerate([*tokens, Token("\n", 0, 0)]):
        if token.text in ENDS:
            mine = []
            while waiting and waiting[-1].first < end:
                mine.append(waiting.pop())
            if mine:
                yield Clause(start, mine, _by_heading(mine))
            start = end + 1


def _by_heading(found: Iterable[Term]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = {}
    for term in found:
        for heading in term.headings:
            places.setdefault(heading, []).append(term.first)
    return places

"""The gate's measure: clean sentences pass, and the same sentences with one fact changed do not.

The clean pairs are the sentences of the seeds' explainers whose facts all stand in their sources.
"""

import random
import re
from collections.abc import Callable, Iterator

import pytest

from articles.gate import Proof, dates, names, negation, numbers, quotes
from articles.gate.days import days
from articles.gate.figures import figures
from articles.gate.naming import names_in
from articles.gate.quotations import quotations
from tests.articles.gate.proofs import proof, seeded, slugs

FOREIGN = ["Montgomery", "Wellesley", "Patagonia", "Kowalski", "Saskatchewan", "Okonkwo"]
WORDS = ["winter", "garden", "orange", "mountain", "seventeen", "purple"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
Mutation = Callable[[str, random.Random], Iterator[str]]


def other_numbers(text: str, chance: random.Random) -> Iterator[str]:
    dated = [(day.start, day.end) for day in days(text)]
    for figure in figures(text):
        if not any(start < figure.end and figure.start < end for start, end in dated):
            yield f"{text[: figure.start]}{chance.randint(211, 989)}{text[figure.end :]}"


def other_dates(text: str, chance: random.Random) -> Iterator[str]:
    for day in days(text):
        if day.year:
            year = str(day.year)
            yield (
                text[: day.start]
                + day.text.replace(year, str(day.year + chance.choice([-7, -2, 3, 11])))
                + text[day.end :]
            )
        if month := re.search("|".join(MONTHS), day.text):
            other = chance.choice([name for name in MONTHS if name != month[0]])
            yield text[: day.start] + day.text.replace(month[0], other) + text[day.end :]


def other_names(text: str, chance: random.Random) -> Iterator[str]:
    for name in names_in(text):
        if name.sure:
            yield text[: name.start] + chance.choice(FOREIGN) + text[name.end :]


def altered_quotations(text: str, chance: random.Random) -> Iterator[str]:
    for quotation in quotations(text):
        for word in re.finditer(r"[A-Za-z]+", quotation.text):
            at = quotation.start + word.start()
            yield text[:at] + chance.choice(WORDS) + text[at + len(word[0]) :]


def negated(text: str, chance: random.Random) -> Iterator[str]:
    outside = text
    for quotation in quotations(text):
        outside = outside.replace(quotation.text, "_" * len(quotation.text))
    if verb := re.search(r"\b(?:is|are|was|were|has|had|can|could|will|shall|must|may)\b(?! not| no\b)", outside):
        yield f"{text[: verb.end()]} not{text[verb.end() :]}"


KINDS: dict[str, tuple[Mutation, Callable[[Proof], Iterator[object]]]] = {
    "quotations": (altered_quotations, quotes.check),
    "numbers": (other_numbers, numbers.check),
    "dates": (other_dates, dates.check),
    "names": (other_names, names.check),
    "negation": (negated, negation.check),
}


def pairs() -> list[tuple[str, tuple[str, ...]]]:
    """Each sentence of the explainers with the texts and the titles of its sources."""
    found = []
    for slug in slugs():
        seed = seeded(slug)
        sources = tuple(f"{reading.text}\n\n{reading.title}. {reading.publisher}." for reading in seed.texts)
        found += [(line.text, sources) for line in seed.lines if line.part == "body" and sources]
    return found


def red(check: Callable[[Proof], Iterator[object]], text: str, sources: tuple[str, ...]) -> bool:
    return any(finding.severity == "red" for finding in check(proof(text, *sources)))


@pytest.mark.benchmark
def test_what_the_gate_catches() -> None:
    """Prints the table: mutations caught, of all; and clean sentences that are blocked all the same."""
    chance = random.Random(1)
    print(f"\n{'kind':12}{'clean':>7}{'changed':>9}{'caught':>8}")
    for kind, (mutate, check) in KINDS.items():
        clean = [
            (text, sources) for text, sources in pairs() if any(mutate(text, chance)) and not red(check, text, sources)
        ]
        changed = [(other, sources) for text, sources in clean for other in mutate(text, chance)]
        caught = sum(red(check, text, sources) for text, sources in changed)
        print(f"{kind:12}{len(clean):7}{len(changed):9}{caught:8}")


@pytest.mark.parametrize("kind", ["quotations", "numbers", "dates", "names"])
def test_every_changed_fact_is_caught(kind: str) -> None:
    mutate, check = KINDS[kind]
    chance = random.Random(2)
    tried = 0
    for text, sources in pairs()[::2]:
        if not any(mutate(text, chance)) or red(check, text, sources):
            continue
        for other in mutate(text, chance):
            tried += 1
            assert red(check, other, sources), other
    assert tried >= 5

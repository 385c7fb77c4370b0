"""Two versions of one quotation within a story are a conflict."""

import pytest

from articles.gate import conflicts
from tests.articles.gate.proofs import STARTING, said, seeded


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("high trust and heartfelt support", "high trust and wholehearted support", True),
        ("open a new page", "open a new chapter", True),
        ("new chapter", "open a new chapter", False),
        ("unwavering policy", "developing relations remains an unwavering policy", False),
        ("Open a new chapter,", "open a new chapter.", False),
        ("strategic cooperation", "strengthen strategic ties", False),
    ],
)
def test_the_rule(one: str, two: str, differ: bool) -> None:
    assert bool(conflicts.conflicts(f"He said “{one}”", f"She said “{two}”")) is differ
    assert bool(conflicts.conflicts(f"She said “{two}”", f"He said “{one}”")) is differ


def test_the_starting_pages_have_exactly_one() -> None:
    found = [said(list(conflicts.check(seeded(slug)))) for slug in STARTING]
    assert found == [
        [("amber", "high trust and heartfelt support")],
        [("amber", "high trust and wholehearted support")],
    ]

"""Quotations are found in all styles, and apostrophes are not taken for them."""

import pytest

from articles.gate.quotations import quotations, quotations_of
from tests.articles.gate.proofs import STARTING, seeded


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "yes, we can" and left.', ["yes, we can"]),
        ("He said “yes, we can” and left.", ["yes, we can"]),
        ("Er sagte „ja, das geht“ und ging.", ["ja, das geht"]),
        ("Il dit « oui, bien sûr » et part.", [" oui, bien sûr "]),
        ("Er sagte »ja, das geht« und ging.", ["ja, das geht"]),
        ("Er sagte ›ja‹ und ‹nein›.", ["ja", "nein"]),
        ("Han sade ”ja, det går” och gick.", ["ja, det går"]),
        ("他说「可以」，又说『不行』。", ["可以", "不行"]),
        ("그는 “안녕”이라고 말했다.", ["안녕"]),
        ("proposed opening a 'new chapter' in relations", ["new chapter"]),
        ("opening a ‘new chapter’ in relations", ["new chapter"]),
        ("“He called it ‘a good day’, and left,” she said.", ["He called it ‘a good day’, and left,"]),
        ("the states' rights and Kim's 'new deal' aren't the '90s", ["new deal"]),
        ("rock 'n' roll isn't dogs' work, it's ours", []),
        ('a 5" gun and a 6" gun', []),
        ("", []),
    ],
)
def test_what_stands_between_marks(text: str, inside: list[str]) -> None:
    found = quotations(text)
    assert [quotation.text for quotation in found] == inside
    assert all(text[quotation.start : quotation.end] == quotation.text for quotation in found)


def test_a_quotation_that_is_never_closed_runs_to_the_end_of_its_paragraph() -> None:
    (first, second) = quotations_of("He said “it began.\n\n“It ended.”")
    assert (first.text, first.closed) == ("it began.", False)
    assert (second.text, second.closed) == ("It ended.", True)


def test_no_apostrophe_of_the_starting_pages_opens_a_quotation() -> None:
    pages = [seeded(slug) for slug in STARTING]
    texts = [page.body.text for page in pages]
    assert sum((page.headline + page.dek + page.body.text).count("'") for page in pages) > 40
    assert [len(list(quotations_of(text))) for text in texts] == [10, 5]

"""Numbers, dates, names and offices stand in a source, for what the sentence says."""

import pytest

from articles.gate import dates, names, numbers
from articles.gate.days import days
from articles.gate.figures import figures
from tests.articles.gate.proofs import proof, said

SOURCE = (
    "On Monday, 9 March 1776, Prime Minister Lord North told Parliament that 48,000 men would sail 3,000 miles from Portsmouth. "
    "General Howe asked for two dozen ships at a cost of £1.2m. The fleet of Admiral Keppel lost 10 to 15 per cent of its crews in August 1775."
)


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("forty-eight thousand", [48000], ""),
        ("two dozen", [24], ""),
        ("half a million people", [500000], ""),
        ("four score and seven years", [87], "year"),
        ("two and a half years", [2.5], "year"),
        ("$2.5 million", [2500000], "dollar"),
        ("£1.2m", [1200000], "pound"),
        ("10 to 15 per cent", [10, 15], "percent"),
        ("the twenty-first century", [21], ""),
        ("three times", [3], ""),
        ("two-thirds of all", [2 / 3], ""),
        ("no one, one of them, the second", [], ""),
    ],
)
def test_numbers_are_read(text: str, values: list[float], unit: str) -> None:
    found = figures(text)
    assert [figure.values[0] for figure in found] == values
    assert not unit or {figure.unit for figure in found} == {unit}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9 March 1776", (1776, 3, 9)),
        ("March 9, 1776", (1776, 3, 9)),
        ("1776-03-09", (1776, 3, 9)),
        ("9. März 1776", (1776, 3, 9)),
        ("2026年3月9日", (2026, 3, 9)),
        ("in March", (0, 3, 0)),
        ("in 1776", (1776, 0, 0)),
    ],
)
def test_dates_are_read(text: str, read: tuple[int, int, int]) -> None:
    (day,) = days(text)
    assert (day.year, day.month, day.day) == read


@pytest.mark.parametrize(
    "sentence",
    [
        "On March 9, 1776, Lord North spoke of forty-eight thousand men.",
        "Some 48,000 men would sail 3,000 miles from Portsmouth.",
        "Howe wanted 24 ships for £1.2 million.",
        "Keppel's fleet lost 10-15% of its crews in August 1775.",
        "Officials spoke in 1776, and it was on a Monday.",
        "He spoke last Tuesday.",
        "Prime Minister North told Parliament.",
    ],
)
def test_what_the_source_gives_passes(sentence: str) -> None:
    checked = proof(sentence, SOURCE)
    assert not [finding for check in (numbers, dates, names) for finding in check.check(checked)]


@pytest.mark.parametrize(
    ("check", "sentence", "words"),
    [
        (numbers, "Lord North spoke of forty-nine thousand men.", "forty-nine thousand"),
        (numbers, "The men would sail 3,000 kilometres from Portsmouth.", "3,000 kilometres"),
        (numbers, "The ships would come at a cost of €1.2m.", "€1.2m"),
        (numbers, "The fleet of Keppel lost 24 per cent of its crews.", "24 per cent"),
        (dates, "Lord North told Parliament on 8 March 1776.", "8 March 1776"),
        (dates, "The fleet lost its crews on 4 August 1775.", "4 August 1775"),
        (dates, "The fleet of Keppel lost its crews in August 1776.", "August 1776"),
        (dates, "Lord North told Parliament on a Thursday.", "Thursday"),
        (names, "Lord Bute told Parliament that the men would sail.", "Bute"),
        (names, "The men would sail from Plymouth.", "Plymouth"),
        (names, "Chancellor North told Parliament that the men would sail.", "chancellor North"),
        (names, "Wellington told Parliament that the men would sail.", "Wellington"),
    ],
)
def test_what_it_gives_otherwise_or_not_at_all_is_red(check: object, sentence: str, words: str) -> None:
    found = list(check.check(proof(sentence, SOURCE)))
    assert said(found) == [("red", words)]


def test_a_date_more_precise_than_its_source_is_told_so() -> None:
    (found,) = dates.check(proof("The fleet lost its crews on 4 August 1775.", SOURCE))
    assert "more precise" in found.message


def test_people_are_warned_of_what_no_source_gives_and_stopped_where_it_gives_otherwise() -> None:
    absent = "A cook fried 7 eggs."
    otherwise = "Lord North told Parliament that 84,000 men would sail 3,000 miles from Portsmouth."
    assert said(list(numbers.check(proof(absent, SOURCE, wrote="none")))) == [("amber", "7")]
    assert said(list(numbers.check(proof(otherwise, SOURCE, wrote="none")))) == [("red", "84,000")]


def test_without_a_source_text_there_is_nothing_to_say() -> None:
    checked = proof("On 9 March 1776 Lord Bute sent 7 men.")
    assert not [finding for check in (numbers, dates, names) for finding in check.check(checked)]

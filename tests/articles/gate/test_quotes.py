"""What stands between quotation marks stands, word for word, in a linked source."""

import pytest

from articles.gate import Reading, quotes
from tests.articles.gate.proofs import STARTING, proof, said, seeded, slugs

SOURCE = "In consequence of what I said, the handle of the pump was removed on the following day. Nobody drank of it."


@pytest.mark.parametrize(
    "quotation",
    [
        "the handle of the pump was removed on the following day",
        "The handle of the pump was removed on the following day.",
        "the handle … was removed … day",
        "the handle [...] was removed",
        "the handle of the [Broad Street] pump was removed",
        "[T]he handle of the pump was remov[ing] on the following day",
        "the  handle\u00a0of the pump",
        "following day. Nobody drank",
    ],
)
def test_a_quotation_that_its_source_has_passes(quotation: str) -> None:
    assert not list(quotes.check(proof(f"Snow wrote: “{quotation}”", SOURCE)))


@pytest.mark.parametrize(
    "quotation",
    [
        "the handle of the pump was broken on the following day",
        "the handle … was broken … day",
        "removed on the following day … the handle of the pump",
        "the handle [was then] drank of it",
        "dedicated",
    ],
)
def test_one_that_it_has_not_is_red(quotation: str) -> None:
    (found,) = quotes.check(proof(f"Snow wrote: “{quotation}”", SOURCE))
    assert said([found]) == [("red", quotation)]
    assert found.remedy


def test_an_altered_word_is_shown_beside_the_words_of_the_source_whoever_wrote() -> None:
    (found,) = quotes.check(
        proof("He wrote “the handle of the pump was mended on the following day”.", SOURCE, wrote="none")
    )
    assert found.severity == "red"
    assert found.passage
    assert found.passage.quote == "the handle of the pump was removed on the following day"
    assert SOURCE[found.passage.start : found.passage.end] == found.passage.quote


def test_people_are_warned_where_nothing_can_be_compared() -> None:
    text = "She told us “nobody has been here for all these years”."
    own = (Reading(1, "Own", own=True), Reading(2, "P", document=2, text=SOURCE))
    assert said(list(quotes.check(proof(text, wrote="none"))))[0][0] == "amber"
    assert said(list(quotes.check(proof(text, wrote="none", readings=own))))[0][0] == "amber"
    assert said(list(quotes.check(proof(text, SOURCE, wrote="none"))))[0][0] == "red"
    assert said(list(quotes.check(proof("A so-called “pump doctor” came.", SOURCE, wrote="none"))))[0][0] == "amber"


def test_a_long_quotation_is_reported_in_the_sentence_where_it_is_wrong() -> None:
    source = " ".join(f"The pump of house number {n} was locked in the evening of that day." for n in range(10))
    text = f"He wrote: “{source.replace('number 7 was locked', 'number 7 was painted')}”"
    (found,) = quotes.check(proof(text, source))
    assert found.sentence == 8
    assert found.words == "The pump of house number 7 was painted in the evening of that day."


def test_every_quotation_of_the_starting_pages_is_a_finding_and_none_of_the_explainers() -> None:
    assert [len(list(quotes.check(seeded(slug)))) for slug in STARTING] == [10, 6]
    assert not [finding for slug in slugs() if slug not in STARTING for finding in quotes.check(seeded(slug))]

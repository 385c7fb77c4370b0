"""Denials, hedges, speakers, inferences, headlines, languages and picture descriptions."""

import pytest

from articles.gate import alt_text, attribution, evidence, headline, inference, language, negation, review
from tests.articles.gate.proofs import STARTING, proof, said, seeded, slugs

SOURCE = (
    "The minister did not approve the bridge over the river. Police said the alleged thief of the silver cup ran to the harbour. "
    "“The harvest was the worst in a century,” said Ada Miller. Profits of the brewery rose sharply in the autumn."
)


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (negation, "The minister approved the bridge over the river."),
        (negation, "The alleged thief of the silver cup did not run to the harbour."),
        (negation, "Profits of the brewery fell sharply in the autumn."),
        (attribution, "The thief of the silver cup ran to the harbour."),
        (attribution, "“The harvest was the worst in a century,” said John Baker."),
    ],
)
def test_the_opposite_a_dropped_hedge_and_another_speaker_are_red(check: object, sentence: str) -> None:
    assert [str(finding.severity) for finding in check.check(proof(sentence, SOURCE))] == ["red"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge over the river was not approved by the minister.",
        "The alleged thief of the silver cup ran to the harbour.",
        "The harvest was the worst in a century, Ada Miller said.",
        "Profits of the brewery rose in the autumn.",
    ],
)
def test_what_says_the_same_passes(sentence: str) -> None:
    checked = proof(sentence, SOURCE)
    assert not [finding for check in (negation, attribution) for finding in check.check(checked)]


def test_the_inferences_of_the_starting_pages_are_marked() -> None:
    words = {finding.words.lower() for slug in STARTING for finding in inference.check(seeded(slug))}
    assert {"no coincidence", "desperately needs", "signals", "really wants", "reselection"} <= words


def test_ordinary_reporting_is_not() -> None:
    texts = [seeded(slug) for slug in slugs() if slug not in STARTING]
    sentences = sum(len(checked.body.sentences) for checked in texts)
    assert sum(len(list(inference.check(checked))) for checked in texts) <= sentences / 100


def test_a_headline_promises_nothing_that_the_body_does_not_keep() -> None:
    body = "Fifteen people may have died in Leeds, officials said."
    assert not list(headline.check(proof(body, headline="Fifteen may have died in Leeds")))
    found = said(list(headline.check(proof(body, headline="Fifty people have died in York"))))
    assert ("red", "Fifty") in found
    assert ("red", "York") in found
    assert said(list(headline.check(proof(body, headline="Fifteen people have died in Leeds")))) == [("red", "may")]


def test_another_language_is_told() -> None:
    german = (
        "Der Minister hat die Brücke über den Fluss nicht genehmigt und ist nach dem Treffen mit der Presse abgereist. "
    )
    english = "The minister has not approved the bridge over the river and left after the meeting with the press. "
    (one,) = language.check(proof(english + german))
    assert (one.severity, one.sentence) == ("amber", 2)
    (whole,) = language.check(proof(german * 4))
    assert whole.severity == "red"
    assert not list(language.check(proof(german * 4, language="de")))
    assert not list(language.check(proof("북한은 새로운 장을 열겠다고 발표했다. " * 8, language="ko")))


@pytest.mark.parametrize(
    ("alt", "severity"),
    [
        ("", ["red"]),
        ("…", ["red"]),
        ("IMG_2031.jpg", ["amber"]),
        ("Image of a pump", ["amber"]),
        ("A pump at a corner.", []),
    ],
)
def test_a_picture_is_described(alt: str, severity: list[str]) -> None:
    assert [
        str(finding.severity) for finding in alt_text.check(proof("A text.", has_image=True, image_alt=alt))
    ] == severity
    assert not list(alt_text.check(proof("A text.", image_alt=alt)))


def test_a_sentence_that_nothing_supports_is_marked_where_a_machine_wrote() -> None:
    text = "Bananas grow on the moons of Jupiter."
    assert [str(finding.severity) for finding in evidence.check(proof(text, SOURCE))] == ["amber"]
    assert not list(evidence.check(proof(text, SOURCE, wrote="none")))
    assert not list(evidence.check(proof(text)))


def test_a_generated_body_needs_a_review_of_exactly_this_text() -> None:
    assert [str(finding.severity) for finding in review.check(proof("A text.", reviewed=False))] == ["red"]
    assert not list(review.check(proof("A text.")))
    assert not list(review.check(proof("A text.", wrote="assisted", reviewed=False)))

"""Advertising waits for a person who is told why; readers who talk, or name a source, are left alone."""

import io
import json
import time

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from comments.moderation import spam
from comments.moderation.judging import Verdict
from comments.moderation.spam_rules import RULES


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Please SUBSCRIBE to my channel", "asks to subscribe"),
        ("Ѕub\u200bscribe to my chаnnel, pl\u00adease", "points to something of the author's own"),
        ("Check out my new song", "asks to look at something"),
        ("http://example.org/shop", "is nothing but a link"),
        ("Make $5000 a week from home, message me on WhatsApp +1 555 010 0000", "promises money"),
        ("Cheap viagra and payday loans", "offers what spam usually sells"),
        ("Follow me on Instagram for free followers", "asks to be followed"),
        ('<a href="http://example.org">Nice</a>', "holds a link"),
    ],
)
def test_advertising_is_held_with_its_grounds(text, ground):
    verdict = spam.judge(text)
    assert verdict.flag
    assert verdict.score >= 0.5
    assert ground in verdict.grounds


@pytest.mark.parametrize(
    "text",
    [
        "The council voted for the sea wall on Monday, and nobody asked the fishermen.",
        "I don't subscribe to the view that prices fall by themselves.",
        "How can anyone vote for a plan that costs 40 million dollars?",
        "My daughter works at the harbour, and she says the wall will not hold.",
        "Taxes pay for schools. Buy less, and share what you have.",
        (
            "The minutes of the meeting say something else: the vote was postponed twice, and the second time nobody gave any reason at "
            "all. See https://council.example.org/minutes/2026-11 for what was said."
        ),
        "",
    ],
)
def test_readers_who_talk_are_left_alone(text):
    assert not spam.judge(text).flag


def test_the_words_that_a_ground_rests_on_are_shown():
    text = "Nice. Please check out my\u200b channel"
    verdict = spam.judge(text)
    assert "check out" in [text[start:end] for start, end in verdict.spans]
    assert spam.judge("Tom &amp; Ann: check out my channel").spans == [], "places in another text would mislead"


def test_each_way_of_advertising_has_a_weight_and_words_for_a_moderator():
    kept = json.loads(spam.WEIGHTS.read_text())
    assert set(kept["weights"]) == set(spam.NAMES) == set(spam.SAYS)
    assert all(weight > 0 for weight in kept["weights"].values()), (
        "nothing makes an advertisement likelier by being absent"
    )


def always(text):
    return Verdict(1.0, flag=True, grounds=["is written"])


def failing(text):
    raise ConnectionError


def test_an_operator_may_name_another_judge_whose_failure_is_not_hidden(settings):
    settings.SPAM_JUDGE = f"{__name__}.always"
    assert spam.judge("The council voted.").grounds == ["is written"]
    settings.SPAM_JUDGE = f"{__name__}.failing"
    with pytest.raises(ConnectionError):
        spam.judge("The council voted.")


@pytest.mark.parametrize(
    "piece",
    [
        "check ",
        "my ",
        "a",
        "a-",
        "a.",
        "http://",
        "<a ",
        "<",
        "@a",
        "+1 ",
        "please ",
        "&#39;",
        "make a ",
        "$1",
        "i'm a ",
        "free a ",
        "\u200b",
    ],
)
def test_no_shape_of_text_takes_long(piece):
    spam.judge("")
    began = time.thread_time()
    spam.judge((piece * 5000)[:5000])
    assert time.thread_time() - began < 0.2


@hypothesis_settings(max_examples=100, deadline=500)
@given(st.text(max_size=5000) | st.text("amy chekoutplsub.:/<>&;@$1", max_size=5000))
def test_any_text_gets_a_score_and_places_inside_it(text):
    verdict = spam.by_rules(text)
    assert 0 <= verdict.score <= 1
    assert all(0 <= start < end <= len(text) for start, end in verdict.spans)


def test_patterns_repeat_nothing_without_bound():
    for rule in RULES:
        assert not {"*", "+"} & {
            rule.pattern.pattern[at - 1] for at in range(len(rule.pattern.pattern)) if rule.pattern.pattern[at] == ")"
        }


def judged(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def test_weights_can_be_fitted_anew_and_are_kept_only_when_asked(tmp_path):
    before = spam.WEIGHTS.read_bytes()
    rows = [
        {"text": text, "label": label, "set": group}
        for group in ("one", "two")
        for text, label in (
            ("Subscribe to my channel", 1),
            ("Check out my song", 1),
            ("The wall will hold", 0),
            ("A fine song", 0),
        )
    ]
    out = io.StringIO()
    call_command("weigh_spam", judged(tmp_path / "rows.jsonl", *rows), stdout=out)
    assert "all, each left out in turn: AUROC 1.000, F1 1.000" in out.getvalue()
    assert spam.WEIGHTS.read_bytes() == before


def test_a_file_that_is_not_what_it_should_be_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(CommandError, match="give JSON lines with text, label"):
        call_command("weigh_spam", judged(tmp_path / "rows.jsonl", {"text": "x"}))


def test_evaluate_answers_each_line_with_score_and_flag(tmp_path):
    source = judged(
        tmp_path / "in.jsonl", {"id": "a", "text": "Subscribe to my channel"}, {"id": "b", "text": "The wall holds."}
    )
    for subject in ("spam", "toxicity"):
        call_command("evaluate", subject, f"--input={source}", f"--output={tmp_path / subject}", stdout=io.StringIO())
    answers = [json.loads(line) for line in (tmp_path / "spam").read_text().splitlines()]
    assert [(answer["id"], answer["flag"]) for answer in answers] == [("a", 1), ("b", 0)]
    assert all(set(answer) == {"id", "score", "flag"} and 0 <= answer["score"] <= 1 for answer in answers)
    assert [json.loads(line)["flag"] for line in (tmp_path / "toxicity").read_text().splitlines()] == [0, 0]

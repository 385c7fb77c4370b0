"""What is hostile waits for a person; who denies, quotes or reports hostility, or is only sharp, is left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from comments.moderation import toxicity
from comments.moderation.lexicon import terms
from comments.moderation.wording import tokens


@pytest.mark.parametrize(
    "text",
    [
        "You are an idiot and you know nothing.",
        "You are an 1d10t.",
        "y o u are an i d i o t",
        "Уоu аrе аn іdіоt.",
        "You stuuuupid fool",
        "Immigrants are vermin.",
        "We should deport all Muslims and burn their houses.",
        "I hate gypsies.",
        "Women do not deserve to vote, they belong in the kitchen.",
        "These foreigners should be shot.",
        "I will find you and kill you.",
    ],
)
def test_hostility_is_held(text):
    verdict = toxicity.judge(text)
    assert verdict.flag
    assert verdict.grounds


@pytest.mark.parametrize(
    "text",
    [
        "The council voted on Monday to build a sea wall.",
        "Nobody should ever call immigrants vermin.",
        'He shouted "women are scum", and that is unacceptable.',
        "Women were attacked in the street on Friday.",
        "The bill was killed in committee.",
        "I am proud to be gay.",
        "Muslims, Jews and Christians live in our street.",
        "I hate this weather.",
        "You are right, and I was wrong.",
        "The attack killed twelve people; the police hunt two men.",
        "The fire destroyed the stables, and the pigs died.",
        "",
    ],
)
def test_reports_denials_and_sharp_words_are_left_alone(text):
    assert not toxicity.judge(text).flag


def test_aim_decides_the_same_word_weighs_more_at_a_reader_and_most_at_a_group():
    scores = [toxicity.judge(f"{whom} filth.").score for whom in ("The canal is", "You are", "Immigrants are")]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_moderators_read_why_and_see_the_very_words():
    text = "Well, you are an i\u200bd1ot, Sir."
    verdict = toxicity.judge(text)
    assert verdict.grounds == ["insults, to the reader addressed"]
    assert [text[start:end] for start, end in verdict.spans] == ["i\u200bd1ot"]


def test_words_are_read_through_disguises():
    assert [token.text for token in tokens("Y0u are sooooo s t u p i d!!")] == ["you", "are", "so", "stupid", "!", "!"]


def test_every_heading_of_the_lexicon_is_read():
    found = terms(tokens("you idiots, shut up and get rid of them"))
    assert {heading for term in found for heading in term.headings} >= {
        "you",
        "insult",
        "condescension",
        "exclusion",
        "those",
    }


def always(text):
    raise TimeoutError


def test_an_operator_may_name_another_judge_whose_failure_is_not_hidden(settings):
    settings.TOXICITY_JUDGE = f"{__name__}.always"
    with pytest.raises(TimeoutError):
        toxicity.judge("The council voted.")


def seconds(text):
    began = time.thread_time()
    toxicity.judge(text)
    return time.thread_time() - began


def test_a_thought_takes_under_five_milliseconds():
    thought = (
        "Those who read the paper know that the council voted on it, and what it cost was never said, you fool. " * 3
    )
    toxicity.judge(thought)
    assert min(seconds(thought) for _ in range(5)) < 0.005


@pytest.mark.parametrize(
    "piece", ["you idiot ", "i ", "a", "1!", "you ", "get ", '"', "women ", "should kill ", "e\u0301", ". ", "\u200b"]
)
def test_no_shape_of_text_takes_long(piece):
    toxicity.judge("")
    assert min(seconds((piece * 5000)[:5000]) for _ in range(2)) < 0.2


@hypothesis_settings(max_examples=100, deadline=500)
@given(
    st.text(max_size=5000)
    | st.lists(st.sampled_from(["you", "idiot", '"', "not", "women", ".", "kill", "\u200b", " "]), max_size=400).map(
        " ".join
    )
)
def test_any_text_gets_a_score_and_places_inside_it(text):
    verdict = toxicity.by_composition(text)
    assert 0 <= verdict.score <= 1
    assert all(0 <= start < end <= len(text) for start, end in verdict.spans)

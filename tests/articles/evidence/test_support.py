"""What a claim is promised: its passages are whole sentences at exact places, and what disagrees is never supported."""

import pytest

from articles.evidence import Library
from articles.evidence.judging import THRESHOLD
from articles.sentences import split

COUNCIL = (
    "The city council of Harwick voted on Monday to build a sea wall around the old harbour. Engineers warned that the"
    " wall may not hold against the highest tides.\n"
    "It will cost 40 million dollars, and work begins in March. Mayor Ellen Parry, who proposed the wall, said fishermen"
    " had been consulted. The opposition leader, Tom Reed, did not vote.\n"
    "Prices of fish rose sharply after the announcement. A petition against the plan has 2,000 signatures."
)

SUPPORTED = [
    "The city council of Harwick voted on Monday to build a sea wall around the old harbour.",
    "The council of Harwick voted to build a sea wall around the harbour.",
    "Engineers warned that the wall may not hold.",
    "It will cost 40 million dollars.",
    "A petition against the plan has 2000 signatures.",
    "Harwick's council decided to construct a wall around the harbour.",
]
UNSUPPORTED = [
    "The city council of Harwick voted on Friday to build a sea wall around the old harbour.",
    "The city council of Ravenport voted on Monday to build a sea wall around the old harbour.",
    "It will cost 60 million dollars, and work begins in March.",
    "Fishermen voted to consult the petition against engineers of the opposition.",
    "Prices of fish fell sharply after the announcement.",
    "A petition against the plan has never had 2,000 signatures.",
    "The goalkeeper saved a penalty in the last minute of the match.",
    "Mayor Ellen Parry, who proposed the wall, had been highest tides.",
]


@pytest.fixture(scope="module")
def council():
    return Library([COUNCIL])


@pytest.mark.parametrize("claim", SUPPORTED)
def test_what_the_source_says_is_supported(council, claim):
    support = council.support(claim)
    assert support.supported
    assert THRESHOLD <= support.score <= 1
    assert support.passages


@pytest.mark.parametrize("claim", UNSUPPORTED)
def test_what_the_source_does_not_say_is_not_supported(council, claim):
    support = council.support(claim)
    assert not support.supported
    assert 0 <= support.score < THRESHOLD


def test_a_sentence_taken_over_word_by_word_scores_one(council):
    support = council.support(SUPPORTED[0])
    assert support.score == pytest.approx(1)
    assert support.passages[0].score == pytest.approx(1)
    assert support.said[0] == "wording found in the source"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (UNSUPPORTED[0], "names not found: friday"),
        (UNSUPPORTED[2], "numbers not found: 60"),
        (UNSUPPORTED[4], "the source has the opposite of: fell"),
        (UNSUPPORTED[5], "a negation the passage does not have"),
        (UNSUPPORTED[6], "not found"),
        (SUPPORTED[3], "numbers agree"),
        (SUPPORTED[0], "names agree"),
    ],
)  # fmt: skip
def test_it_is_said_in_plain_words_what_was_found(council, claim, said):
    assert said in council.support(claim).said


@pytest.mark.parametrize("claim", SUPPORTED + UNSUPPORTED)
def test_nothing_is_ever_called_verified(council, claim):
    said = " ".join(council.support(claim).said).lower()
    assert said
    assert "verif" not in said
    assert "true" not in said


HARD_TO_SPLIT = {
    "curly": "“We lost,” he said. “We will be back.” The mayor’s office didn’t answer. Nobody came.",
    "nested": "He said: \"She told me 'never again' twice.\" Then the court rose. “A ‘small’ step,” she added.",
    "korean": "국회가 예산안을 통과시켰다. “새로운 장을 열겠다.”라고 대통령이 말했다. 비가 많이 왔다.",
    "chinese": "议会周一通过了预算案。“我们将继续努力。”总理说。昨天下了大雨。",
    "emoji": "The match ended 3-2 👩‍👩‍👧‍👦 in extra time. Fans 🎉 filled the square. Rain fell later 🌧️ in the night.",
    "abbreviations": "Dr. J. P. Smith of the U.S. Navy spoke at 5 p.m. on Jan. 3. The ship left No. 4 dock. It rained.",
    "surrogate": "Half \ud800 of a pair stood here. The second sentence is whole.",
}


@pytest.mark.parametrize("text", HARD_TO_SPLIT.values(), ids=HARD_TO_SPLIT)
def test_each_passage_is_the_sentence_it_claims_to_be(text):
    before = "An unrelated text about gardens."
    library = Library([before, f"\u3000{text}\n\n  {text[::-1]}"], ["en", "ko" if "국" in text else "en"])
    whole = f"\u3000{text}\n\n  {text[::-1]}"
    for start, end in split(text, "ko" if "국" in text else "en"):
        sentence = text[start:end]
        support = library.support(sentence)
        assert support.supported, sentence
        (first, *_) = support.passages
        assert first.text == 1
        assert sentence in whole[first.start : first.end]
        assert (1, start + 1, end + 1) in library.sentences
        assert library.best(sentence) == first


def test_sentences_are_listed_in_reading_order_with_their_text():
    texts = ["One came. Two went.\nThree stayed.", "", "Four left."]
    library = Library(texts)
    assert [texts[text][start:end] for text, start, end in library.sentences] == [
        "One came.",
        "Two went.",
        "Three stayed.",
        "Four left.",
    ]


def test_passages_come_best_first_and_never_twice(council):
    support = council.support(
        "The council voted to build a wall, and a petition against the plan has 2,000 signatures."
    )
    assert 2 <= len(support.passages) <= 3
    assert "petition" in COUNCIL[support.passages[0].start : support.passages[0].end]
    spans = {(passage.start, passage.end) for passage in support.passages}
    assert len(spans) == len(support.passages)
    assert support.said[0] != "wording found in the source"


def test_two_neighbours_stand_together_where_the_claim_needs_both():
    text = "The dam burst at dawn. Nine villages were flooded. Help came late."
    (passage, *_) = Library([text]).support("The dam burst and nine villages were flooded.").passages
    assert text[passage.start : passage.end] == "The dam burst at dawn. Nine villages were flooded."


def test_a_passage_never_reaches_into_the_next_text():
    library = Library(["The dam burst at dawn.", "Nine villages were flooded."])
    support = library.support("The dam burst and nine villages were flooded.")
    assert {passage.text for passage in support.passages} == {0, 1}


def test_the_nearest_passage_is_given_even_where_support_is_weak(council):
    claim = "The harbour of Genoa is closed to cruise ships since a storm destroyed the pier."
    assert not council.support(claim).supported
    best = council.best(claim)
    assert best is not None
    assert "harbour" in COUNCIL[best.start : best.end]


@pytest.mark.parametrize("texts", [[], [""], ["\n\n"], ["…"], ["😀"]])
@pytest.mark.parametrize("claim", ["", "…", "😀", "The council voted."])
def test_where_nothing_can_be_compared_nothing_is_supported(texts, claim):
    library = Library(texts)
    support = library.support(claim)
    assert (support.score, support.supported, support.passages) == (0.0, False, ())
    assert library.best(claim) is None


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The fortress lies 3, 800 km from Moscow.", "The fortress lies 3,800 km from Moscow."),
        ("The mayor left. She took a train.", "The mayor left."),
        ("Prices rose again.", "Prices rise again."),
        ("Twelve people were hurt.", "12 people were hurt."),
        ("The U.S. Navy left.", "The US Navy left."),
        ("China signed the treaty.", "The Chinese signed the treaty."),
        ("He didn’t vote.", "He didn't vote."),
    ],
)
def test_one_thing_written_in_two_ways_is_one_thing(source, claim):
    assert Library([source]).support(claim).supported


def test_the_passage_is_found_among_many_texts():
    others = ["Gardens need water in summer. Roses like the sun."] * 11
    support = Library([*others, COUNCIL]).support(SUPPORTED[1])
    assert support.passages[0].text == 11
    assert support.supported


def test_capitals_tell_names_only_where_the_language_keeps_them_for_names():
    library = Library(["Der Rat von Harwick beschloss am Montag den Bau einer Mauer."], ["de"])
    assert not any(said.startswith("names") for said in library.support("Der Rat plant ein Schloss.", "de").said)


def test_a_claim_is_compared_with_few_sentences_however_many_there_are(monkeypatch):
    from articles.evidence import library as room

    compared = []
    copied = room.copied

    def spy(words, alike, index, rows):
        compared.append((len(words), len(rows)))
        return copied(words, alike, index, rows)

    monkeypatch.setattr(room, "copied", spy)
    library = Library(
        [f"The harbour wall of town number {n} cost {n} dollars." for n in range(600)]
        + ["The harbour wall of town number 7 cost 7 dollars " * 2_000]
    )
    library.support("The harbour wall of town number 7 cost 7 dollars. " * 100)
    ((words, rows),) = compared
    assert words <= room.LONGEST_CLAIM * 2
    assert rows <= room.MOST_ROWS


@pytest.mark.parametrize(
    "text",
    ["a" * 300_000, "1,.," * 60_000, "a.b." * 50_000, "the " * 60_000, "“" * 100_000, "n'" * 80_000, "日本" * 50_000],
    ids=["word", "numbers", "abbreviations", "small words", "quotation marks", "apostrophes", "characters"],
)
def test_hostile_texts_are_read_to_the_end(text):
    library = Library([text])
    assert len(library._index.rows.ravel()) <= 4 * len(text) + 64
    assert 0 <= library.support(text[:20_000]).score <= 1
    assert 0 <= library.support("The council voted on Monday.").score <= 1

"""What kind a sentence is: the truth table an editor would sign."""

import pytest

from articles.evidence.kinds import kind_of

TABLE = [
    ("“We will not sign this treaty,” the minister said.", "quotation"),
    ('He emphasized that "relations remain an unwavering policy" of Beijing.', "quotation"),
    ("“Never again.”", "quotation"),
    ("Xi spoke of a 'new and very different chapter' in relations.", "quotation"),
    ("The company's owner didn't know that the firm's books weren't kept.", "reported"),
    ('The party spoke of "nuclear power," and left.', "reported"),
    ("The minister said the treaty would not be signed.", "attributed"),
    ("According to Xinhua, the telegram arrived on Monday.", "attributed"),
    ("The bank reportedly lost 3 million euros.", "attributed"),
    ("Analysts warned that prices could rise.", "attributed"),
    ("The timing of the message is no coincidence.", "inference"),
    ("North Korea desperately needs Chinese support.", "inference"),
    ("The message signals a shift.", "inference"),
    ("What China really wants is quiet.", "inference"),
    ("This suggests that the talks have failed.", "inference"),
    ("The deal will likely fail.", "inference"),
    ("Beijing seeks to keep its influence.", "inference"),
    ("The bank was founded in 1694.", "background"),
    ("The two countries have been at odds since 1953.", "background"),
    ("The region has long been poor.", "background"),
    ("The ritual was revived in 2016 after a 36-year hiatus.", "background"),
    ("The council voted on Monday to build a wall.", "reported"),
    ("", "reported"),
]


@pytest.mark.parametrize(("sentence", "kind"), TABLE)
def test_the_kind_of_a_sentence(sentence, kind):
    assert kind_of(sentence) == kind


@pytest.mark.parametrize(
    ("sentence", "language", "kind"),
    [
        ("「私たちは決してあきらめません」と首相は述べた。", "ja", "quotation"),
        ("“새로운 장을 함께 열어 나가겠다”라고 대통령이 말했다.", "ko", "quotation"),
        ("„Wir werden das nicht unterschreiben“, sagte er.", "de", "quotation"),
        ("Der Rat stimmte am Montag ab, said Hans.", "de", "reported"),
    ],
)
def test_other_languages_know_quotations_only(sentence, language, kind):
    assert kind_of(sentence, language) == kind


def test_words_inside_quotation_marks_decide_nothing_else():
    assert kind_of("The council adopted the plan it had named “likely winner” on Monday.") == "reported"


@pytest.mark.parametrize(
    "sentence",
    ["“" * 200_000, '" ' * 100_001, "‘a " * 80_000, "serves " * 50_000],
    ids=["curly", "straight", "single", "words"],
)
def test_hostile_sentences_have_a_kind(sentence):
    assert kind_of(sentence) in {"quotation", "reported"}

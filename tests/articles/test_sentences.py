"""What readers are promised about sentences: each has an address in the text, and nothing of the text is lost."""

import random
import time

import pytest

from articles.sentences import split

# One paragraph a row: its sentences as a careful reader would cut them.
PARAGRAPHS = [
    # Abbreviations, decimals, initials.
    ["Dr. Smith of the U.S. Army met Mr. Jones at 3 p.m. on Jan. 5.", "He paid $3.5m. for it.", "See No. 5."],
    ["Foo Ltd. grew 3.5 per cent. to 4.2 in Sept. 2025.", "J. R. R. Tolkien lived in the U.K. then."],
    ["The U.N. said so.", "E.U. leaders met in Washington, D.C. on Monday.", "The answer is no.", "He left."],
    ["See vol. 3 and ch. 4, approx. 5 pages.", "Art. I, Sec. 8 is a list."],
    ["1. First item.", "2. Second item."],
    # Quotations.
    ["“Yes!” she said.", "“No?” asked Mr. Brown.", '"Stop!" she cried.', "He left."],
    ["He said: “We go. We stay. We sleep.”", "Then he slept."],
    ["‘I am,’ he said.", "‘You are not. Go.’", "The boys’ house is big.", "It’s the girls’ house."],
    ["“Who’s there?” he asked.", "“Me.”", "“Who?”", "The “Big Two.”", "Then nothing."],
    ["An open quote: “First sentence.", "Second sentence."],
    # Brackets.
    ["He asked (Why? How?) and left.", "[See this.]", "(She stayed.)", "After that, nothing (or little)."],
    ["(He came.)", "(And went, if you like.)", "He said so.)", "Then he left."],
    ["He said it (very late).", "Then he left.[1]", "She stayed.[2][3]"],
    # Ellipses, dashes, marks in rows.
    ["Wait… what?", "He said… nothing.", "“Well…” he began.", "Then . . . nothing.", "Really?!?!", "So... yes."],
    ["The congress—a ritual revived in 2016—ended.", "Then— yes."],
    # Names that begin small, and names with marks.
    ["Is it so?", "iPhone sales rose.", "al-Qaida denied it.", "Yahoo! stock rose.", "Visit example.com.", "Or not."],
    # Other languages and scripts.
    ["그는 갔다.", "그녀는 “안녕. 잘 있어.”라고 말했다.", "값은 3.5%다.", "끝!"],
    ["今天天气很好。", "我们去公园吧！", "好吗？", "“很好。”他说。"],
    ["日本語です。", "「はい。そうです。」と言った。", "終わり！？"],
    ["مرحبا.", "كيف حالك؟", "أنا بخير."],
    ["हिंदी वाक्य है।", "दूसरा वाक्य।"],
    ["¿Qué?", "¡No!", "Él dijo: «Sí. Claro.»", "Y se fue."],
    ["Il a dit : « Oui. Non. »", "Puis il partit."],
    # Emoji, combining marks, characters outside the first plane.
    ["Nice 😀.", "Good 🎉!", "👩‍👩‍👧 came.", "E\u0301t\u0301 e\u0301tait.", "𝔄 sentence."],
]

HOSTILE = {
    "no full stop": "word " * 40_000,
    "no space": "x" * 200_000,
    "full stops": "." * 200_000,
    "spaced full stops": ". " * 100_000,
    "initials": "A." * 100_000,
    "abbreviations": "Dr. " * 50_000,
    "open quotes": "“" * 200_000,
    "straight quotes": '"' * 200_000,
    "apostrophes": "'" * 200_000,
    "closing quotes": "a.”" * 66_000,
    "open brackets": "(A. " * 50_000,
    "ideographic full stops": "好。" * 100_000,
    "question marks": "a? " * 66_000,
    "list numbers": "1. " * 66_000,
    "combining marks": "e" + "\u0301" * 200_000,
    "one endless quotation": "“" + "This is a sentence. " * 10_000 + "”",
    "white space": " \t\u3000\u00a0" * 50_000,
    "halves of surrogate pairs": "\ud800. " * 50_000,
}


def pieces(text, language="en"):
    return [text[start:end] for start, end in split(text, language)]


def assert_nothing_is_lost(text, spans):
    position = 0
    for start, end in spans:
        assert position <= start < end, "in order, none empty, no overlap"
        assert not text[position:start].strip(), f"lost: {text[position:start]!r}"
        assert text[start:end] == text[start:end].strip(), "no white space at either end"
        position = end
    assert not text[position:].strip(), f"lost at the end: {text[position:]!r}"


@pytest.mark.parametrize("sentences", PARAGRAPHS, ids=lambda sentences: sentences[0][:30])
@pytest.mark.parametrize("space", [" ", "\n", " \u00a0 ", "\u3000", "\r\n", "\t"], ids=ascii)
def test_a_paragraph_is_cut_where_a_reader_would_cut_it_whatever_its_white_space(sentences, space):
    sentences = [sentence.replace(" ", space) for sentence in sentences]
    gap = "" if sentences[0].endswith("。") else space
    assert pieces(gap.join(sentences)) == sentences


@pytest.mark.parametrize(
    "language", ["en", "en-GB", "ko", "zh-Hans", "ja", "ar", "de", "fr", "am", "xx", "klingon", ""]
)
def test_every_visible_character_belongs_to_one_sentence_in_every_language(language):
    for sentences in PARAGRAPHS:
        for text in (" ".join(sentences), "  " + "\n\n".join(sentences) + "\n", "".join(sentences)):
            assert_nothing_is_lost(text, split(text, language))


def test_an_unknown_language_is_read_as_english():
    text = " ".join(PARAGRAPHS[0])
    assert split(text, "xx") == split(text, "klingon-Latn") == split(text, "") == split(text, "en")


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000", "\u2028"], ids=ascii)
def test_white_space_has_no_sentences(text):
    assert split(text) == []


@pytest.mark.parametrize("text", ["No full stop", ".", "“", "a", "\u0301", "\x00", "\ud800", "…", "1."], ids=ascii)
def test_whatever_can_be_seen_is_a_sentence(text):
    assert split(text) == [(0, len(text))]


def test_offsets_count_code_points_not_bytes_or_utf_16():
    assert split("😀😀. 日本. É") == [(0, 3), (4, 7), (8, 9)]


def test_a_long_quotation_is_cut_into_its_sentences_and_keeps_its_marks():
    inside = [f"This is sentence number {number} of a long speech." for number in range(20)]
    found = pieces("“" + " ".join(inside) + "” Then he sat down.")
    assert found == ["“" + inside[0], *inside[1:-1], inside[-1] + "”", "Then he sat down."]


def test_a_text_longer_than_the_splitter_may_see_is_cut_at_the_same_places():
    sentences = [f"Sentence number {number} was said by Dr. Smith of the U.S. Army." for number in range(500)]
    assert pieces(" ".join(sentences)) == sentences


def test_a_splitter_that_panics_costs_one_paragraph_its_sentences_and_no_more(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(language, text):
        raise PanicException

    monkeypatch.setattr("sentencex.segment", panic)
    assert split("One. Two. ") == [(0, 9)]


def test_a_wish_to_stop_is_not_taken_for_a_panic(monkeypatch):
    def stop(language, text):
        raise KeyboardInterrupt

    monkeypatch.setattr("sentencex.segment", stop)
    with pytest.raises(KeyboardInterrupt):
        split("One. Two.")


def test_a_splitter_that_alters_the_text_is_not_believed(monkeypatch):
    monkeypatch.setattr("sentencex.segment", lambda *_: ["One.", "Too!!"])
    assert split("One. Two.") == [(0, 9)]


def test_a_splitter_that_drops_white_space_is_followed(monkeypatch):
    monkeypatch.setattr("sentencex.segment", lambda *_: ["", "Onetwo.", "Three."])
    assert split(" One two.  Three. ") == [(1, 9), (11, 17)]


def test_random_text_never_fails_and_loses_nothing():
    chance = random.Random(5)
    alphabet = [
        *" .!?…。！？「」“”‘’\"'()[]«»—,;:aAbBzZ19$%😀\u0301\u200d\u200b\u3000\n\r\u2028؟।መ你한é\x00",
        "Dr.",
        "U.S. ",
        "No. ",
    ]
    for _ in range(3_000):
        text = "".join(chance.choices(alphabet, k=chance.randint(1, 80)))
        assert_nothing_is_lost(text, split(text, chance.choice(["en", "am", "ja", "ko", "de", "hy", "my", "xx"])))


@pytest.mark.parametrize("name", HOSTILE)
def test_two_hundred_thousand_hostile_characters_take_seconds_at_most(name):
    started = time.process_time()
    spans = split(HOSTILE[name])
    assert time.process_time() - started < 5
    assert_nothing_is_lost(HOSTILE[name], spans)

"""What readers and editors are promised about key points: the article's words, each clear by itself, nothing twisted."""

import time

import pytest

from articles.summaries.extractive import choose, dek, key_points
from articles.summaries.standalone import is_statement, leans, loose_ends, names, trimmed

HARBOUR = [
    "The city council of Port Alder voted on Monday to build a sea wall around the old harbour.",
    "The sea wall will cost 40 million dollars and take three years to build, the council said.",
    "But engineers at the University of Alder warned that the wall may not hold against a storm like that of 1953.",
    "Is it worth the money?",
    "They want the council to raise the quays first.",
    "Meanwhile, residents of Mill Street say that the harbour has flooded their cellars four times since 2019.",
    "“It is always the same.”",
    "Mayor Ana Ruiz, who proposed the wall, called the vote a turning point for the harbour.",
    "The rest of the story",
    "Fishermen fear that the building work will close the harbour entrance in the herring season.",
    "A petition against the sea wall has 2,000 signatures, according to its organisers.",
    "The state of Alder pays half of the cost if work on the wall begins before June.",
    "It rained on Tuesday.",
]
STATEMENT = (
    "The council of Port Alder decided on Monday evening, after a debate of nearly six hours in the crowded town hall, "
    "to build a sea wall of stone and steel around the whole of the old harbour and along the beach to the north of it"
)


def texts(sentences, points):
    return [sentences[point.sentence][point.start : point.end] for point in points]


def article(words):
    """An article of about so many words."""
    places, sights = ("school", "library", "bridge", "clinic"), ("river", "hill", "coast", "road", "fair")
    sentences, number = [], 0
    while sum(len(sentence.split()) for sentence in sentences) < words:
        number += 1
        place, sight = places[number % len(places)], sights[number % len(sights)]
        sentences.append(
            f"Town {number} in District {number} opened {number} places in the {place} in {1900 + number}, and Mayor "
            f"Smith{number} praised the {sight}."
        )
    return sentences


@pytest.mark.parametrize("sentences", [HARBOUR, HARBOUR[::-1], HARBOUR[5:] + HARBOUR[:5], article(700)])
def test_every_point_is_letter_by_letter_a_part_of_one_sentence_in_reading_order(sentences):
    points = key_points(sentences)
    assert points
    assert [point.sentence for point in points] == sorted({point.sentence for point in points})
    for point in points:
        assert 0 <= point.start < point.end <= len(sentences[point.sentence])


@pytest.mark.parametrize(("words", "expected"), [(100, 3), (250, 3), (320, 4), (580, 4), (620, 5), (3_000, 5)])
def test_longer_articles_get_more_points_and_none_more_than_five(words, expected):
    assert len(key_points(article(words))) == expected


@pytest.mark.parametrize(("sentences", "at_most"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (6, 3)])
def test_points_are_never_more_than_half_of_the_article(sentences, at_most):
    assert len(key_points(article(300)[:sentences])) <= at_most


def test_questions_headings_bare_quotations_and_sentences_that_lean_are_no_points():
    chosen = texts(HARBOUR, key_points(HARBOUR))
    for unfit in (3, 4, 6, 8, 12):
        assert not any(text in HARBOUR[unfit] for text in chosen)


def test_leaning_statements_fill_up_to_three_points_and_never_beyond():
    causes = ("measles", "flooding", "theft", "fire", "fraud", "drought", "mumps", "storms", "strikes", "frost", "hail")
    leaning = [
        f"It reported {number} cases of {cause} to the ministry in the year {1950 + number}."
        for number, cause in enumerate(causes)
    ]
    upright = ["The ministry of Alder published its yearly report on Monday morning."]
    assert len(key_points([*upright, *leaning * 4])) == 3


def test_no_two_points_say_the_same():
    repeated = [*HARBOUR[:2], HARBOUR[0], HARBOUR[0].replace("Monday", "Monday evening"), *HARBOUR[5:]]
    chosen = texts(repeated, key_points(repeated))
    assert len({text for text in chosen if "voted on Monday" in text}) <= 1


def test_no_point_repeats_the_dek_above_it():
    assert HARBOUR[0] in texts(HARBOUR, key_points(HARBOUR))
    assert HARBOUR[0] not in texts(HARBOUR, key_points(HARBOUR, beside=HARBOUR[0]))


def test_the_dek_is_a_statement_that_stands_alone():
    point = dek(HARBOUR)
    assert point
    text = HARBOUR[point.sentence][point.start : point.end]
    assert is_statement(text)
    assert not leans(text)
    assert len(text) <= 200


def test_the_dek_keeps_to_two_hundred_characters_where_it_can():
    long = (
        STATEMENT + ", as the mayor had asked, in spite of the cost, and of the herring season, and of the engineers."
    )
    point = dek([long, *HARBOUR[:3]])
    assert point
    assert point.sentence > 0
    assert dek([long]) is not None


@pytest.mark.parametrize("sentences", [[], ["Heading"], ["Why?"], ["", " "]])
def test_without_a_statement_there_is_neither_dek_nor_point(sentences):
    assert dek(sentences) is None
    assert key_points(sentences) == []


# What is cut off in front, and what stays, because cutting would leave a scrap or change what is said.
@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("But engineers at the university warned of storms.", "engineers at the university warned of storms."),
        ("Yet Kim has put weapons before economic opening.", "Kim has put weapons before economic opening."),
        ("Meanwhile, residents of Mill Street have pumped for days.", "residents of Mill Street have pumped for days."),
        ("And however, Port Alder went on with the building.", "Port Alder went on with the building."),
        ("WASHINGTON, Feb. 24 (AP) — The Senate passed the bill.", "The Senate passed the bill."),
        ("Moscow (CNN)Russian officials met in the Kremlin today.", "Russian officials met in the Kremlin today."),
        ("But it fell back by four percent on Tuesday.", None),
        ("But for the storm, the wall would be standing.", None),
        ("Yet unnamed suspects were taken to the prison.", None),
        ("Yet another storm has broken over the harbour.", None),
        ("But not before Ruiz had signed the contract.", None),
        ("Perhaps the council will change its mind again.", None),
        ("Reportedly, the council will change its mind again.", None),
        ("Butter prices rose by four percent on Tuesday.", None),
        ("Still life paintings sold for a million dollars.", None),
        ("But no.", None),
    ],
)
def test_only_a_connective_or_dateline_is_cut_off_in_front(sentence, shown):
    start, end = trimmed(sentence)
    assert sentence[start:end] == (shown or sentence)


@pytest.mark.parametrize(
    "tail",
    [
        "; work on its foundations begins in spring.",
        ", which surrounds the fish market and the customs house.",
        ", while the quays on the western side stay open.",
        " — a plan from the nineteen fifties.",
    ],
)
def test_a_harmless_clause_behind_a_long_statement_is_cut_off(tail):
    assert trimmed(STATEMENT + tail) == (0, len(STATEMENT))


@pytest.mark.parametrize(
    "tail",
    [
        ", according to the minutes of the meeting.",  # attribution
        ", which according to the minutes is a bargain.",
        ", the mayor said.",
        ", which the mayor said was overdue.",
        ", which is not certain to hold.",  # negation
        ", which never passed the committee.",
        ", which may cost more.",  # hedge
        ", which was reportedly his own idea.",
        ", while the alleged fraud is investigated.",
        ", which goes ahead if the state pays.",  # condition
        "; unless the state pays, nothing is built.",
        ", but engineers warned against it.",  # contrast
        ", although engineers warned against it.",
        ", which surrounds the market, was praised.",  # the main clause comes behind
        "; the quays; and the bridge.",  # a list
        ", where the “customs house stands.",  # quotation marks that would be torn apart are kept together
        " — all of them want it.",
        ".",
    ],
)
def test_what_changes_the_meaning_is_never_cut_off(tail):
    if "“" in tail:
        sentence = STATEMENT.replace("old harbour", "“old harbour") + ", where the” customs house stands."
    else:
        sentence = STATEMENT + tail
    assert trimmed(sentence) == (0, len(sentence))


def test_a_sentence_that_opens_with_a_subordinate_clause_keeps_its_main_clause():
    sentence = f"While {STATEMENT[:1].lower()}{STATEMENT[1:]}, which surrounds the market the fishermen were at sea."
    assert trimmed(sentence) == (0, len(sentence))


def test_in_a_language_without_word_lists_nothing_is_cut():
    sentence = (
        "Men rådet " + "bygger en mur av sten och stål runt hela den gamla hamnen " * 5 + "; arbetet börjar i vår."
    )
    assert trimmed(sentence, "sv") == (0, len(sentence))


@pytest.mark.parametrize(
    ("sentence", "fit"),
    [
        ("The council voted for the wall on Monday.", True),
        ("The mayor said: “We build. We do not wait.”", True),
        ("The council voted for the wall on Monday", False),  # heading
        ("Will the council vote for the wall?", False),
        ("“Will you vote for the wall on Monday?”", False),
        ("“We shall build the wall before June.”", False),  # who says so?
        ("“We shall build the wall before June”.", False),
        ("“We shall build the wall, the mayor said.", False),  # never closed
        ('The mayor called it "a turning point for us.', False),
        ("The council (which met on Monday voted yes.", False),
        ("The council voted for the wall and...", False),
        ("The council voted:", False),
        ("It failed.", False),
        ("The council voted " + "and voted " * 50 + "again.", False),
        ("시진핑 주석이 김정은 위원장에게 축전을 보냈다고 신화통신이 보도했다.", True),
        ("朝鲜百分之九十以上的贸易依赖中国。", True),
    ],
)
def test_a_point_is_a_whole_statement(sentence, fit):
    assert is_statement(sentence) is fit


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It fell on Tuesday.", "en", True),
        ("This alignment tests sanctions.", "en", True),
        ("“They came at night,” Smith said.", "en", True),
        ("But it fell.", "en", True),
        ("We don't know.", "en", True),
        ("US officials met in Paris.", "en", False),
        ("IT workers went on strike.", "en", False),
        ("Italy won.", "en", False),
        ("So-called rebels took the town.", "en", False),
        ("Die Regierung berät.", "de", False),
        ("Er trat zurück.", "de", True),
        ("그는 축전을 보냈다.", "ko", True),
        ("북한은 무역을 중국에 의존한다.", "ko", False),
        ("It fell on Tuesday.", "sv", False),
    ],
)
def test_a_sentence_leans_if_its_first_word_points_back(text, language, expected):
    assert leans(text, language) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mayor Ana Ruiz proposed the wall.", 0),
        ("Ruiz said that she would sign.", 0),  # a name that the article writes elsewhere
        ("Late in May she proposed the wall in Alder.", 1),  # a pronoun before any name; months are no names
        ("Four towns have walls of stone.", 1),  # neither name nor number
        ("Some 40 towns have walls of stone.", 0),
        ("In Alder, we want Ruiz to stay.", 1),  # who are we?
        ("“We want Ruiz,” Smith of Alder said.", 0),  # in a quotation it is clear
        ("Ruiz had no choice, she said.", 1),  # who said it?
        ("The decision divides Alder.", 1),  # which one?
        ("The vote of Monday divides Alder.", 0),
        ("Ruiz won in this way.", 1),
        ("Two years earlier, Ruiz had lost.", 1),  # earlier than what?
        ("Ruiz, however, had lost.", 1),
        ("But Ruiz had lost.", 1),
    ],
)
def test_what_a_stranger_would_trip_over_is_counted(sentence, expected):
    known = names([*HARBOUR, "The people of Alder, Smith and Ruiz among them, met in May."])
    assert loose_ends(sentence, known) == expected
    assert loose_ends(sentence, known, "sv") == 0


@pytest.mark.parametrize("worse", ["He added that the wall is good for them.", "The thing was decided there and then."])
def test_of_two_equals_the_one_with_fewer_loose_ends_becomes_a_point(worse):
    told = [*HARBOUR[:3], worse, *HARBOUR[9:]]
    assert worse not in texts(told, key_points(told))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Der Bundestag hat am Donnerstag ein Gesetz zur Rente verabschiedet.",
                "Es soll im Januar 2027 in Kraft treten.",
                "Die Regierung rechnet mit Kosten von 3,5 Milliarden Euro im Jahr.",
                "Wie geht es weiter?",
                "Wirtschaftsverbände warnten vor höheren Beiträgen für die Unternehmen.",
                "Der Bundesrat muss dem Gesetz am 3. März noch zustimmen."]),
        ("ko", ["시진핑 중국 국가주석이 김정은 북한 국무위원장에게 축전을 보냈다고 신화통신이 보도했다.",
                "그는 축전에서 양국 관계의 “새로운 장을 열자”고 제안했다.",
                "북한은 중국에 무역의 90% 이상을 의존하고 있다.",
                "이는 무엇을 의미하는가?",
                "한국과 미국은 연례 군사훈련 일정 발표를 연기했다.",
                "일본과 미국은 북중 협력을 우려 속에 지켜보고 있다."]),
        ("zh-Hans", ["中国国家主席习近平向金正恩致贺电，祝贺他再次当选朝鲜劳动党总书记。",
                     "贺电说，中方愿同朝方一道开启两国关系新篇章。",
                     "朝鲜百分之九十以上的贸易依赖中国。",
                     "这意味着什么？",
                     "美国和韩国推迟宣布年度联合军事演习的日期。",
                     "日本政府对中朝合作表示严重关切并要求说明。"]),
    ],
)  # fmt: skip
def test_other_languages_get_points_too_and_no_questions(language, sentences):
    points = key_points(sentences, language)
    assert len(points) == 3
    assert all(is_statement(text) and not leans(text, language[:2]) for text in texts(sentences, points))


def test_the_sentences_that_the_rest_takes_up_are_chosen():
    weather = "Rain fell on the hills in the morning and the sun came out at noon."
    recipe = "Whisk two eggs with sugar and a little flour before the butter melts."
    told = [HARBOUR[index] for index in (0, 1, 2, 7, 9, 10, 11)]
    chosen = choose([*told[:3], weather, *told[3:5], recipe, *told[5:]], 3)
    assert 0 in chosen
    assert not {3, 6} & set(chosen)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (3, 3), (50, len(HARBOUR))])
def test_as_many_sentences_are_chosen_in_reading_order_as_are_asked_for_and_there(count, expected):
    for sentences in (HARBOUR, HARBOUR[::-1]):
        chosen = choose(sentences, count)
        assert chosen == sorted(set(chosen))
        assert len(chosen) == expected


def test_headings_are_chosen_only_where_nothing_else_is_left():
    assert choose(["Sport", "Weather", *HARBOUR[:2]], 2) == [2, 3]
    assert choose(["Sport", "Weather"], 3) == [0, 1]


def test_the_same_article_always_gets_the_same_points():
    assert key_points(HARBOUR) == key_points(list(HARBOUR))


@pytest.mark.parametrize(
    "sentence", ["But " * 200_000, "Ports, which a b" * 50_000, "(A" * 300_000], ids=lambda text: text[:8]
)
def test_an_endless_sentence_is_not_worth_trimming(sentence):
    started = time.process_time()
    assert trimmed(sentence) == (0, len(sentence))
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "sentences",
    [
        ["word " * 10_000 + "."] * 3,
        ["But " * 12_000 + "end."] * 3,
        ["“" * 50_000 + "."] * 3,
        ["." * 50_000 + "x"] * 3,
        [", which a b c" * 4_000 + "."] * 3,
        ["(A" * 25_000 + ")."] * 3,
        [f"This is sentence number {number} of very many here." for number in range(30_000)],
        ["The very same sentence stands here again in full."] * 300,
        ["\ud800 is half of a pair and not a character."] * 5,
    ],
    ids=lambda sentences: sentences[0][:12].encode("ascii", "replace").decode(),
)
def test_hostile_articles_take_seconds_at_most(sentences):
    started = time.process_time()
    key_points(sentences)
    dek(sentences)
    choose(sentences)
    assert time.process_time() - started < 10

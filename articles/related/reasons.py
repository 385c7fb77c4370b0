"""Why an article stands below another, in words: the names that both tell of, or else the words that both stand under.

What is much older is told as background. That two are of one story is not written down here: it can change at any time, so it is looked up with the list.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Q

from articles.models import ArticleVector, ArticleVersion, Neighbour
from articles.related.terms import STOP_WORDS, WORD, number, words

# Something as old is told as what went before. Of two articles of one story, half lie a day apart or less, nine in ten 43
# days; and those are told as the same event before this is asked.
BACKGROUND = timedelta(days=30)
# A shared name that makes up less of the likeness than this says nothing of why the two belong together.
TELLING = 0.012
NAMES = 2
LONGEST = 50
# Plain words say why only of articles on one running subject; of others they name a mere coincidence.
ON_ONE_SUBJECT = 0.14
# Shorter words and figures say little by themselves.
SHORTEST = 4
# A capital says that a word is a name only where no sentence, quotation or line begins.
BEGINS = re.compile(r"(?:^|[.!?:;…\n\"“‘(\[–—-])[\s\"“‘(\[]*$")
# Capitals that name no subject: parts of documents, days and months.
NO_NAMES = frozenset(
    """
    article articles section chapter part act bill amendment clause appendix monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december
    global mr mrs ms dr president minister
    """.split()  # noqa: SIM905 - a list of words reads as one
)
REASONS = """
    UPDATE articles_neighbour AS listed SET reason = given.reason
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS given (article_id, other_id, reason)
    WHERE (listed.article_id, listed.other_id) = (given.article_id, given.other_id) AND listed.reason <> given.reason
"""

Weights = Mapping[int, float]


def explain(vector: ArticleVector) -> None:
    """Writes the reasons into an article's list and into those where it stands; pins have none but the desk's will."""
    rows = Neighbour.objects.filter(Q(article=vector.pk) | Q(other=vector.pk))
    pairs = list(rows.values_list("article", "other", "score", "article__published_at", "other__published_at"))
    others = {one if one != vector.pk else other for one, other, *_ in pairs}
    vectors = ArticleVector.objects.filter(pk__in=others)
    known = {
        pk: (_weights(terms), _over(headline, dek))
        for pk, terms, headline, dek in vectors.values_list("pk", "terms", "version__headline", "version__dek")
    }
    version, own = vector.version, _weights(vector.terms)
    named, over = names_of(version), _over(version.headline, version.dek)
    reasons = []
    for article, other, score, here, there in pairs:
        theirs, over_theirs = known.get(other if article == vector.pk else article, ({}, {}))
        shared = shared_names(own, named, theirs)
        if not shared and score >= ON_ONE_SUBJECT:
            shared = shared_names(own, _both(over, over_theirs), theirs)
        words = in_words(shared, older=bool(here and there and there < here - BACKGROUND))
        reasons.append((article, other, words))
    with connection.cursor() as cursor:
        cursor.execute(REASONS, [list(column) for column in zip(*reasons, strict=True)] or [[], [], []])


def in_words(names: list[str], *, older: bool) -> str:
    """The reason as it stands on the card; empty where no name is shared that says something."""
    if not names:
        return ""
    listed = " and ".join(names)
    return f"Background: {listed}" if older else f"Also about {listed}"


def shared_names(own: Weights, named: Mapping[int, str], other: Weights) -> list[str]:
    """The two names that make up most of the likeness of two texts; a longer name stands for the shorter within it."""
    parts = sorted(((own[term] * other[term], term) for term in named if term in own and term in other), reverse=True)
    chosen: list[str] = []
    for name in (named[term] for share, term in parts if share >= TELLING):
        within = next((known for known in chosen if set(name.split()) & set(known.split())), None)
        if within is None:
            chosen.append(name)
        elif set(within.split()) < set(name.split()):
            chosen[chosen.index(within)] = name
    return chosen[:NAMES]


def names_of(version: ArticleVersion) -> dict[int, str]:
    """The names in a text, of one or two words, as it writes them, by the numbers of their terms.

    A name is a run of words with capitals within sentences, mostly found by itself: of "United States Constitution"
    neither "States" nor "States Constitution" is one. Texts without capitals have none.
    """
    text = f"{version.dek}\n{version.text}"
    whole, within, small = Counter[str](), Counter[str](), Counter[str]()
    for run in _runs(text):
        whole[" ".join(run)] += 1
        within.update(run)
        within.update(f"{a} {b}" for a, b in pairwise(run))
    small.update(match.group() for match in WORD.finditer(text))
    return {
        number(name.lower()): name
        for name, count in whole.items()
        if count * 2 >= within[name]
        and count > small[name.lower()]
        and name.lower() not in NO_NAMES
        and len(name) <= LONGEST
    }


def _over(headline: str, dek: str) -> dict[int, str]:
    """The words that a text stands under, by the numbers of their terms: what it says itself that it is about."""
    return {
        number(word): word
        for word in words(f"{headline}\n{dek}")
        if len(word) >= SHORTEST and word.isalpha() and word not in NO_NAMES
    }


def _both(one: Mapping[int, str], other: Mapping[int, str]) -> dict[int, str]:
    return {term: word for term, word in one.items() if term in other}


def _runs(text: str) -> Iterator[list[str]]:
    """Runs of words with capitals that only spaces divide, without those at the beginning of a sentence."""
    run: list[str] = []
    end = 0
    for match in WORD.finditer(text):
        word = match.group()
        capital = word[0].isupper() and word.lower() not in STOP_WORDS
        if run and not (capital and text[end : match.start()] == " "):
            yield run
            run = []
        if capital and (run or not BEGINS.search(text[max(0, match.start() - 8) : match.start()])):
            run.append(word)
        end = match.end()
    if run:
        yield run


def _weights(terms: object) -> Weights:
    return dict(zip(terms.indices(), terms.values(), strict=True))  # type: ignore[attr-defined]  # pgvector has no types

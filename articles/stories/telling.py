"""What the angles of a story tell: which sentences have their words in all of them, which in one only, what they quote differently.

Found in two texts is no more than that: neither text becomes true by it, and two articles may say one thing in words so
different that no program sees it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from articles.evidence.library import Library
from articles.evidence.support import Support
from articles.gate.conflicts import conflicts
from articles.gate.quotations import quotations
from articles.models import Article, Sentence

# So many angles are compared with each other, the first ones by their order; a comparison costs some 10 ms a sentence.
COMPARED = 5
SENTENCES = 60
"""Sentences of an angle that are compared: some 1,500 words."""
# A sentence of which another text carries less than this is told in one angle only; between this and support nothing is
# said of it. Chosen by reading pairs of articles on one event.
CARRIED = 0.35
# A sentence of which another carries this much, in whatever order, is found there, unless number, name or denial disagree.
WHOLE = 0.85
DISAGREE = ("not found:", "opposite", "negation")
LEAST_WORDS = 6
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Place:
    """A sentence in its angle."""

    article: Article
    sentence: Sentence


@dataclass(frozen=True)
class Difference:
    """One quotation in two versions: each with the sentence it stands in."""

    here: Place
    quoted: str
    there: Place
    quoted_there: str


@dataclass
class Telling:
    """What the compared angles tell together and apart."""

    angles: list[Article]
    """Those that were compared, in their order."""
    shared: list[list[Place]] = field(default_factory=list)
    """Each a sentence of the first angle that has it, then its like in every other."""
    alone: list[tuple[Article, list[Sentence]]] = field(default_factory=list)
    """By angle, sentences of fact that no other compared angle has anything of."""
    differences: list[Difference] = field(default_factory=list)


def compare(articles: Sequence[Article]) -> Telling:
    """Compares the live texts of at most five articles, given with `live`, sentence by sentence."""
    told = Telling(list(articles[:COMPARED]))
    if len(told.angles) < 2:  # noqa: PLR2004 - one text has nothing to be compared with
        return told
    texts = [_Text(article) for article in told.angles]
    told.differences = [
        difference for i, one in enumerate(texts) for two in texts[i + 1 :] for difference in _differences(one, two)
    ]
    quoted = {place.sentence.pk for difference in told.differences for place in (difference.here, difference.there)}
    # What is quoted differently is not found in both, and not in one only.
    found = _shared(texts)
    told.shared = [places for places in found if not all(place.sentence.pk in quoted for place in places)]
    in_common = quoted | {place.sentence.pk for places in found for place in places}
    for text in texts:
        others = [other for other in texts if other is not text]
        told.alone.append(
            (text.article, [s for s in text.facts(in_common) if not any(o.has_of(s, text) for o in others)])
        )
    return told


class _Text:
    """An angle's live text, indexed once."""

    def __init__(self, article: Article) -> None:
        assert article.live is not None  # noqa: S101 - only what is public is compared
        self.article, self.version = article, article.live
        self.every = list(self.version.sentences.all())
        self.sentences = [s for s in self.every[:SENTENCES] if len(s.text.split()) >= LEAST_WORDS]
        self.library = Library([self.version.text], [self.version.language])
        self.words = f" {' '.join(WORD.findall(self.version.text.lower()))} "

    def facts(self, besides: Collection[int]) -> list[Sentence]:
        """Its sentences but those; what is worded as the writer's own reading is no fact to be found elsewhere."""
        return [s for s in self.sentences if s.pk not in besides and s.kind != Sentence.Kind.INFERENCE]

    def like(self, sentence: Sentence, of: "_Text") -> Sentence | None:
        """Its sentence that carries one of another text, if it does; either may be the longer of the two."""
        support = self.library.support(sentence.text, of.version.language)
        found = self._at(support.passages[0].start, support.passages[0].end) if support.passages else None
        if found is None:
            return None
        back = of.library.support(found.text, self.version.language)
        return found if _found(support) or _found(back) else None

    def has_of(self, sentence: Sentence, of: "_Text") -> bool:
        """Whether it has anything much of a sentence of another text, or words that are quoted there."""
        quoted = (" ".join(WORD.findall(q.text.lower())) for q in quotations(sentence.text))
        if any(" " in words and f" {words} " in self.words for words in quoted):
            return True
        support = self.library.support(sentence.text, of.version.language)
        return _found(support) or any(passage.score >= CARRIED for passage in support.passages)

    def _at(self, start: int, end: int) -> Sentence | None:
        inside = [s for s in self.every if s.start < end and s.end > start]
        return max(inside, key=lambda s: min(s.end, end) - max(s.start, start), default=None)

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that a character of the text stands in."""
        return self._at(place, place + 1)


def _found(support: Support) -> bool:
    disagrees = any(words in said for said in support.said for words in DISAGREE)
    return support.supported or (not disagrees and any(passage.score >= WHOLE for passage in support.passages))


def _shared(texts: Sequence[_Text]) -> list[list[Place]]:
    """What all the texts have, from the first one's sentences: each of another text is named once."""
    first, *others = texts
    shared, used = [], set()
    for sentence in first.sentences:
        likes = [(other, other.like(sentence, first)) for other in others]
        places = [Place(other.article, like) for other, like in likes if like is not None and like.pk not in used]
        if len(places) == len(others):
            used |= {place.sentence.pk for place in places}
            shared.append([Place(first.article, sentence), *places])
    return shared


def _differences(one: _Text, two: _Text) -> list[Difference]:
    return [
        Difference(Place(one.article, here), c.here.text, Place(two.article, there), c.there.text)
        for c in conflicts(one.version.text, two.version.text)
        if (here := one.sentence_at(c.here.start)) and (there := two.sentence_at(c.there.start))
    ]

"""Proposing evidence: for a sentence that the desk gave none, the passages of its sources that bear it out best.

A proposal is a program's and says so wherever it is read, until an editor accepts it.
"""

from collections.abc import Iterable, Iterator

from articles.evidence.library import Library
from articles.evidence.support import Passage
from articles.gate.quotations import quotations
from articles.gate.verbatim import Wording, words_of
from articles.models import Article, ArticleVersion, Backing, Evidence, SourceDocument
from articles.models.source import hash_text

# Words: a shorter quotation may stand anywhere by chance.
SHORTEST_QUOTATION = 3
# A quotation that runs over more of the source's sentences than this is no passage to look at.
MOST_SENTENCES = 4


def propose(
    sentences: Iterable[str], documents: list[SourceDocument], language: str = "en"
) -> Iterator[tuple[int, SourceDocument, int, int, float]]:
    """The index of a sentence with a passage that it rests on: document, start, end (code points), score from 0 to 1.

    Passages that carry the whole sentence come first; failing those, the passages that its quotations stand in, with the
    share of the sentence that is quoted. A sentence for which there is neither is left out: it stays without evidence,
    and is marked so.
    """
    library = Library([document.text for document in documents], [document.language for document in documents])
    wordings = [Wording(document.text) for document in documents]
    for index, sentence in enumerate(sentences):
        found = library.support(sentence, language)
        passages = found.passages if found.supported else tuple(_quoted(sentence, wordings, library.sentences))
        for passage in passages:
            yield index, documents[passage.text], passage.start, passage.end, passage.score


def _quoted(sentence: str, wordings: list[Wording], spans: list[tuple[int, int, int]]) -> Iterator[Passage]:
    """For each quotation of the sentence the sentences of the source that it stands in, word for word."""
    length = max(1, len(words_of(sentence)))
    for quotation in quotations(sentence):
        if len(quotation.words) < SHORTEST_QUOTATION:
            continue
        places = ((number, wording.find(quotation.parts)) for number, wording in enumerate(wordings))
        number, place = next(((number, place) for number, place in places if place), (0, None))
        if place is None:
            continue
        around = [s for s in spans if s[0] == number and s[1] < place[1] and s[2] > place[0]]
        if around and len(around) <= MOST_SENTENCES:
            share = len(quotation.words) / length
            yield Passage(number, around[0][1], around[-1][2], round(min(1.0, share), 3))


def proposals_for_draft(article: Article, lines: Iterable[str], documents: list[SourceDocument]) -> list[Backing]:
    """What a working copy's sentences may rest on, not stored, for those that have nothing on record.

    A passage that the desk rejected for a sentence is not proposed for it again.
    """
    rejected = rejections(article)
    backed = article.backings.exclude(state=Backing.State.REJECTED)
    known = set(backed.values_list("sentence_hash", flat=True))
    bare = [text for text in dict.fromkeys(lines) if hash_text(text) not in known]
    return [
        Backing(
            article=article,
            sentence_hash=hash_text(bare[index]),
            document=document,
            start=start,
            end=end,
            quote=document.text[start:end],
            score=score,
        )
        for index, document, start, end, score in propose(bare, documents, article.language)
        if (hash_text(bare[index]), document.pk, start, end) not in rejected
    ]


def proposals_for_version(version: ArticleVersion) -> list[Evidence]:
    """What a version's sentences may rest on, not stored, for those that have no evidence yet."""
    rejected = rejections(version.article)
    bare = list(version.sentences.filter(evidence__isnull=True))
    cited = version.cited.select_related("document", "source")
    documents = [row.document for row in cited if row.document and not row.source.lies_here]
    return [
        Evidence(
            sentence=bare[index],
            document=document,
            start=start,
            end=end,
            quote=document.text[start:end],
            score=score,
        )
        for index, document, start, end, score in propose((s.text for s in bare), documents, version.language)
        if (hash_text(bare[index].text), document.pk, start, end) not in rejected
    ]


def rejections(article: Article) -> set[tuple[str, int, int, int]]:
    """The passages that the desk rejected: hash of the sentence, document, start, end."""
    rejected = article.backings.filter(state=Backing.State.REJECTED)
    return set(rejected.values_list("sentence_hash", "document_id", "start", "end"))

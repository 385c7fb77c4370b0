"""Proposing evidence: for a sentence that the desk gave none, the passages of its sources that bear it out best.

A proposal is a program's and says so wherever it is read, until an editor accepts it.
"""

from collections.abc import Iterable, Iterator

from articles.evidence.library import Library
from articles.models import Article, ArticleVersion, Backing, Evidence, SourceDocument
from articles.models.source import hash_text


def propose(
    sentences: Iterable[str], documents: list[SourceDocument], language: str = "en"
) -> Iterator[tuple[int, SourceDocument, int, int, float]]:
    """The index of a sentence with a passage that supports it: document, start, end (code points), score from 0 to 1.

    A sentence that no document supports is left out: it stays without evidence, and is marked so.
    """
    library = Library([document.text for document in documents], [document.language for document in documents])
    for index, sentence in enumerate(sentences):
        found = library.support(sentence, language)
        if found.supported:
            for passage in found.passages:
                yield index, documents[passage.text], passage.start, passage.end, passage.score


def proposals_for_draft(article: Article, lines: Iterable[str], documents: list[SourceDocument]) -> list[Backing]:
    """What a working copy's sentences may rest on, not stored, for those that have nothing on record."""
    known = set(article.backings.values_list("sentence_hash", flat=True))
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
    ]


def proposals_for_version(version: ArticleVersion) -> list[Evidence]:
    """What a version's sentences may rest on, not stored, for those that have no evidence yet."""
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
    ]

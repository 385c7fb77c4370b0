"""What the sources say, sentence by sentence, and how each source is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.backing import linked_documents
from articles.models import Article, SourceDocument
from articles.sentences import split

LIST_NUMBER = re.compile(r"^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+(?=\S)")
# Where the title of a work ends and its volume, date or part begins.
PART = re.compile(
    r"\s*(?:[:(\[|]|[—–]\s|\s-\s|,\s+(?:No\.?|Nos\.?|Vol\.?|Part|Chapter|Book|Article|Section)\b).*$|,?\s*\d.*$"
)
QUOTES = re.compile('["“”„‟«»‹›「」『』‘‚]')


@dataclass(frozen=True)
class Material:
    """What a draft is made from: the texts as read, in the order of the sources under the article."""

    documents: Sequence[SourceDocument]
    labels: Sequence[str] = field(default=())
    """What each is called in a sentence."""

    @property
    def publishers(self) -> list[str]:
        """Who published each."""
        return [document.source.publisher for document in self.documents]


@dataclass(frozen=True)
class Statement:
    """A sentence of a source: characters `start` to `end` of the text with the index `document`."""

    document: int
    start: int
    end: int
    text: str
    paragraph: int = 0
    """Of its text, from 0."""


def material_for(article: Article) -> Material:
    """The linked texts that an article can rest on; pages of this very site are none."""
    linked = linked_documents(article)
    sources = article.citation_set.select_related("source").order_by("position", "id")
    by_source = {document.source_id: document for document in linked.values()}
    documents = []
    for citation in sources:
        document = by_source.get(citation.source_id)
        if document and document.text.strip() and not citation.source.lies_here:
            document.source = citation.source
            documents.append(document)
    return Material(documents, _labels(documents))


def material_of(documents: Sequence[int], labels: Sequence[str]) -> Material:
    """The texts with these ids, in this order, as they were called then: texts as read never change."""
    found = SourceDocument.objects.select_related("source").in_bulk(list(documents))
    return Material([found[pk] for pk in documents], labels)


def statements(material: Material) -> list[Statement]:
    """Every sentence of every text in reading order, without the number in front of it."""
    return [one for index, document in enumerate(material.documents) for one in _of(index, document)]


def _of(index: int, document: SourceDocument) -> Iterator[Statement]:
    at = 0
    for paragraph, line in enumerate(document.text.split("\n")):
        for start, end in split(line, document.language):
            text = line[start:end]
            number = LIST_NUMBER.match(text)
            cut = number.end() if number else 0
            yield Statement(index, at + start + cut, at + end, text[cut:], paragraph)
        at += len(line) + 1


def _labels(documents: Sequence[SourceDocument]) -> list[str]:
    """A publisher's name where no other source here has the same; else the title of the work."""
    publishers = [document.source.publisher for document in documents]
    return [
        publisher if publishers.count(publisher) == 1 else short_title(document.source.title) or publisher
        for publisher, document in zip(publishers, documents, strict=True)
    ]


def short_title(title: str) -> str:
    """The title of a work without volume, date and part, and without quotation marks, which would make it a quotation."""
    return " ".join(QUOTES.sub("", PART.sub("", title)).split()).rstrip(" ,;.")

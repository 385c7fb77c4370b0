"""Backing: what the desk says a sentence rests on. Code computes and checks the spans; people accept, reject and put."""

from django.db.models.functions import Now

from articles.body import lay_out_body
from articles.freezing import latest_texts
from articles.models import Article, Backing, SourceDocument
from articles.models.source import hash_text
from newsroom.models import User


class NotBackedError(ValueError):
    """The passage can not stand behind the sentence; the message tells the editor why and what to do."""


def accept(article: Article, backing: Backing, by: User) -> bool:
    """An editor stands behind a proposed passage; says whether that changed anything."""
    return _settle(article, backing, Backing.State.ACCEPTED, by)


def reject(article: Article, backing: Backing, by: User) -> bool:
    """The sentence does not rest on this passage; it is kept as rejected and so never proposed again."""
    return _settle(article, backing, Backing.State.REJECTED, by)


def put(article: Article, sentence_hash: str, document: SourceDocument, start: int, end: int, *, by: User) -> Backing:
    """The desk's own evidence for a sentence of the body: characters `start` to `end` of a linked text.

    Raises NotBackedError.
    """
    body = lay_out_body(article.body, article.language)
    if sentence_hash not in {hash_text(body.text[s.start : s.end]) for s in body.sentences}:
        raise NotBackedError("This sentence was changed meanwhile. Look at it as it stands now.")
    if document.pk not in linked_documents(article):
        raise NotBackedError("This text is no longer linked under the article, or was read anew. Choose another.")
    if not 0 <= start < end <= len(document.text):
        raise NotBackedError("The passage lies outside the text.")
    backing, fresh = Backing.objects.get_or_create(
        article=article,
        sentence_hash=sentence_hash,
        document=document,
        start=start,
        end=end,
        defaults={"quote": document.text[start:end], "state": Backing.State.ACCEPTED, "by": by},
    )
    if not fresh:
        accept(article, backing, by)
    return backing


def linked_documents(article: Article) -> dict[int, SourceDocument]:
    """The texts that the article rests on now, by id: of each linked source the one last read."""
    texts = latest_texts(list(article.citation_set.values_list("source_id", flat=True)))
    return {document.pk: document for document in texts.values()}


def _settle(article: Article, backing: Backing, state: Backing.State, by: User) -> bool:
    rows = Backing.objects.filter(pk=backing.pk, article=article).exclude(state=state)
    changed = bool(rows.update(state=state, by=by, at=Now()))
    backing.refresh_from_db()
    return changed

"""Using a draft: it becomes the working copy, and what each of its sentences rests on goes on record."""

from collections.abc import Iterator

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models.functions import Now

from articles.body import Body
from articles.drafting.asking import KIND
from articles.drafting.draft import Draft, DraftSentence, laid_out
from articles.drafting.runs import draft_of
from articles.jobs import post_for_draft
from articles.models import AiRole, Article, Backing, GenerationRun, SourceDocument
from articles.models.source import hash_text
from newsroom.models import User
from newsroom.outbox.models import Job, State

FIELDS = (
    "headline", "dek", "body", "ai_headline", "ai_dek", "ai_body", "ai_provider", "ai_model", "revision", "edited_at",
)  # fmt: skip


def nobody_wrote(article: Article) -> bool:
    """Whether the body can be replaced without losing anybody's writing: it is empty, or word for word a draft's."""
    body = article.body.strip()
    runs = article.runs.filter(kind=GenerationRun.Kind.DRAFT)
    return not body or any(draft_of(run).markdown == body for run in runs)


@transaction.atomic
def use(article: Article, run: GenerationRun, by: User | None) -> Article:
    """Puts a draft into the working copy in place of what stands there; returns the article as it is then.

    Headline and dek stay where the draft has none. What stood there before goes into the article's history at the desk.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    draft, before = draft_of(run), f"{article.headline} / {article.dek}"
    article.headline, article.dek = draft.headline or article.headline, draft.dek or article.dek
    article.ai_headline = AiRole.GENERATED if draft.headline else article.ai_headline
    article.ai_dek = AiRole.GENERATED if draft.dek else article.ai_dek
    article.body, article.ai_body = draft.markdown, AiRole.GENERATED
    article.ai_provider, article.ai_model = run.provider, run.model or run.prompt_version
    article.revision += 1
    article.save(update_fields=FIELDS)
    Backing.objects.bulk_create(_backings(article, draft), ignore_conflicts=True)
    waiting = Job.objects.filter(kind=KIND, subject=f"article:{article.pk}", state=State.NEEDS_REVIEW)
    waiting.update(state=State.DONE, finished_at=Now(), last_error="")
    if by:
        said = f"Used a draft by {run.model or run.provider}. Headline and dek before: {before}"
        LogEntry.objects.log_actions(by.pk, [article], CHANGE, said, single_object=True)
    post_for_draft(article)
    return article


def _backings(article: Article, draft: Draft) -> Iterator[Backing]:
    """The passages behind each sentence, as the body's reader cuts it."""
    body = laid_out(draft)
    documents = SourceDocument.objects.in_bulk({rest.document for one in draft.sentences for rest in one.rests})
    for text, one in _read(body, draft):
        for rest in one.rests:
            yield Backing(
                article=article,
                sentence_hash=hash_text(text),
                document=documents[rest.document],
                start=rest.start,
                end=rest.end,
                quote=documents[rest.document].text[rest.start : rest.end],
                score=rest.score,
            )


def _read(body: Body, draft: Draft) -> Iterator[tuple[str, DraftSentence]]:
    """Each sentence of the body with the draft's sentence that it lies in."""
    at = 0
    for one in draft.sentences:
        start = body.text.find(one.text, at)
        if start < 0:
            continue
        at = start + len(one.text)
        for span in body.sentences:
            if start < span.end and span.start < at:
                yield body.text[span.start : span.end], one

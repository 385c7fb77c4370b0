"""Publishing: the one way from a working copy to what readers see."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles import gate, jobs
from articles.body import Body, BodyError, lay_out_body
from articles.freezing import freeze, hash_of
from articles.gate import Finding, Severity
from articles.laying_out import lay_out
from articles.models import Article, ArticleVersion, State
from articles.purging import post_purge
from articles.related.neighbours import forget
from articles.reviewing import review_record
from articles.stories.jobs import post_departed
from newsroom.models import User


@dataclass
class NotPublishedError(Exception):
    """The article stays as it was: `problems` in sentences for the editor, `findings` of the gate where it was that."""

    problems: list[str]
    findings: list[Finding] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(self.problems)


@transaction.atomic
def publish(
    article: Article, by: User | None, override: str = "", at: datetime | None = None
) -> tuple[ArticleVersion, bool]:
    """Freezes the working copy into a version and makes it public; returns the version and whether it is new.

    Runs the gate on the very text that goes out: a red finding needs `override`, a reason that readers will see.
    Publishing the same text again changes nothing. Version, sentences and jobs come into being together or not at all.
    Raises NotPublishedError.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if article.state in {State.KILLED, State.SPIKED}:
        raise NotPublishedError([f"The article is {article.get_state_display()} and can not be published."])
    body = _complete(article)
    content_hash = hash_of(article)
    if article.live and article.live.content_hash == content_hash and article.state == State.PUBLISHED:
        return article.live, False
    findings = gate.run(gate.pull(article, body, content_hash))
    red = [finding for finding in findings if finding.severity == Severity.RED]
    if red and not override.strip():
        raise NotPublishedError([f"{finding.message} {finding.remedy}" for finding in red], findings)
    version = freeze(
        article,
        body,
        content_hash,
        published_by=by,
        responsible=str(by or ""),
        findings=[finding.as_json() for finding in findings],
        override_reason=override.strip() if red else "",
        **review_record(article, content_hash),
    )
    article.live = version
    article.state = State.PUBLISHED
    article.published_at = article.published_at or _seen_from(article, at or timezone.now())
    article.save(update_fields=["live", "state", "published_at"])
    lay_out(article)
    jobs.post_for(version)
    return version, True


def _seen_from(article: Article, now: datetime) -> datetime:
    """The embargo where it still lies ahead; one that has passed does not date the article back."""
    return max(now, article.publish_at or now)


@transaction.atomic
def withhold(article: Article) -> bool:
    """Takes the article from readers and out of all lists, and keeps everything; says whether it was public."""
    was_public = bool(Article.objects.filter(pk=article.pk, state=State.PUBLISHED).update(state=State.WITHHELD))
    if was_public:
        forget(article)
        post_departed(article)
        post_purge(article)
        jobs.end_for(article)
    return was_public


def _complete(article: Article) -> Body:
    """What a draft may lack and a published article may not."""
    problems = []
    try:
        body = lay_out_body(article.body, article.language)
    except BodyError as error:
        raise NotPublishedError([str(error)]) from error
    if not body.sentences:
        problems.append(
            "The body has no sentence yet. Write at least one paragraph; headings alone are not an article."
        )
    if article.hero and not article.hero_alt.strip():
        problems.append("The picture has no description. Say what it shows, for readers who cannot see it.")
    if problems:
        raise NotPublishedError(problems)
    return body

"""What follows from a decision for others: its author is told, the audit log has a line, shared caches drop the page."""

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from articles.purging import KIND as PURGE
from articles.purging import pages_of
from comments.models import PUBLIC, Act, Comment, Decision
from comments.notifications import tell_of_decision
from comments.telling import headline_of
from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User
from newsroom.outbox.models import Lane
from newsroom.outbox.posting import post

# What takes something from its author: told by mail too, with the statement of reasons.
MAILED = {Act.REMOVED, Act.WARNED, Act.SUSPENDED, Act.BANNED, Act.PREMODERATED}
SUBJECTS: dict[str, str] = {
    Act.REMOVED: "Your thought was removed",
    Act.WARNED: "You were warned",
    Act.SUSPENDED: "You are suspended for a time",
    Act.BANNED: "You are banned from posting",
    Act.PREMODERATED: "Your thoughts now wait for a moderator",
}


def inform(decision: Decision, *, by: User | None = None) -> None:
    """Tells whom a decision is about, writes the audit log, and lets caches drop what readers may no longer see.

    Belongs into the transaction of the decision; safe to call twice but for the line of the audit log.
    """
    thought = decision.comment
    audit(decision.act, actor=by, target=f"thought {thought.ref}" if thought else f"decision {decision.ref}")
    if thought is None:
        return
    tell_of_decision(decision)
    if decision.act in MAILED:
        _mail(decision, thought)
    if (decision.state_from in PUBLIC) != (decision.state_to in PUBLIC):
        _purge(thought, decision)


def reader_of(decision: Decision) -> User | None:
    """Whom a decision is about; None where they have left."""
    return User.objects.filter(mark=decision.reader_mark).first() if decision.reader_mark else None


def _mail(decision: Decision, thought: Comment) -> None:
    reader = reader_of(decision)
    if reader is None or not reader.is_active or not reader.email:
        return
    page = f"{settings.SITE_URL}{reverse('comments:statement', args=[thought.ref])}"
    facts = {
        "subject_line": SUBJECTS[decision.act],
        "decision": decision,
        "thought": thought,
        "headline": _headline(thought),
        "statement_url": page,
        "why": "You get this because it is about what you wrote. Such mails cannot be turned off: the law asks for them.",
    }
    post_mail(
        reader.email, "decision", "decision", facts, key=f"decision-{decision.ref}", thread=f"thought-{thought.ref}"
    )


def _headline(thought: Comment) -> str:
    """Of the article as readers see it; the desk's working copy is nobody else's."""
    article = Article.objects.published().filter(pk=thought.article_id).first()
    return headline_of(article) if article else "an article that is no longer public"


def _purge(thought: Comment, decision: Decision) -> None:
    """Shared caches keep pages for some seconds; where they can be told, they drop these at once."""
    if not settings.CACHE_PURGE_URLS:
        return
    article = thought.article
    paths = [*pages_of(article), reverse("comments:thoughts", args=[article.slug]), thought.get_absolute_url()]
    post(PURGE, f"decision:{decision.ref}", subject=f"article:{article.pk}", lane=Lane.FETCH, paths=paths)

"""Posting a thought."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone

from articles.models import Article, Sentence
from comments.limits import Lately, check_pace, check_same_text, lately
from comments.models import BODY_LIMIT, WAITING, Comment, Revision, State
from comments.moderation import informing
from comments.moderation.draft import Draft, Screening
from comments.moderation.holding import note
from comments.moderation.pipeline import screen
from comments.notifications import tell_of_reply
from comments.placing import place_below
from comments.plain_text import clean, lay_out
from comments.refusing import NotPostedError, Refused
from newsroom.models import User
from newsroom.prepared import Prepared

# Nobody types so much; it is not worth cleaning.
NEVER_TYPED = 4 * BODY_LIMIT
OTHER_WORDS = (
    "This form was sent before, with other words. What you typed now is below: post it as a thought of its own."
)
_locked = Prepared(
    lambda reader: User.objects.select_for_update(no_key=True).filter(pk=reader).values_list("pk"), -1_000_003
)
# What was posted since the draft was judged.
_since = Prepared(
    lambda author, address, body, key: User.objects.filter(pk=author).values_list(
        Exists(Comment.objects.filter(author=author, idempotency_key=key)), *lately(author, address, body)
    ),
    -1_000_003,
    "192.0.2.0",
    "\x02body\x03",
    uuid.UUID(int=1),
)


def post_thought(
    article: Article,
    author: User,
    text: str,
    key: uuid.UUID,
    parent: Comment | None = None,
    *,
    about: Sentence | None = None,
    sent_from: str | None = None,
) -> tuple[Comment, bool]:
    """Posts a thought, or a reply to `parent`; returns it and whether it is new.

    The same key from the same author is the same thought, however often it is sent. It may wait for a moderator, or be
    removed by the rules at once: its state says so. Raises NotPostedError; then nothing was stored.
    """
    body = cleaned(text)
    draft = Draft(article, author, body, parent, sent_from=sent_from, key=key)
    if draft.facts.sent and (known := _sent_before(author, key, body)):
        return known, False
    if parent and parent.article_id != article.pk:
        raise NotPostedError("The thought you answer belongs to another article. Open it there and reply again.")
    # Outside the transaction: a phase that fails must not take the thought with it.
    screening = screen(draft)
    try:
        with transaction.atomic():
            return _store(draft, screening, key, about), True
    except IntegrityError:
        if known := _sent_before(author, key, body):
            return known, False
        raise


def cleaned(text: str) -> str:
    """The text as it is stored. Raises Refused for what is far too long, before any work is done on it."""
    if len(text) > NEVER_TYPED:
        raise Refused(
            f"Your thought has {len(text):,} characters; the limit is {BODY_LIMIT:,}. Shorten it, or post it in parts.",
            400,
        )
    return clean(text)


def waits_since(state: State) -> datetime | None:
    """Since when a thought waits that comes into this state now."""
    return timezone.now() if state in WAITING else None


def _sent_before(author: User, key: uuid.UUID, body: str) -> Comment | None:
    known = Comment.objects.filter(author=author, idempotency_key=key).first()
    if known and body != known.body and not Revision.objects.filter(comment=known, body=body).exists():
        # The way back to a page brings back its form: other words are another thought, and are not to be lost.
        raise NotPostedError(OTHER_WORDS)
    return known


def _store(draft: Draft, screening: Screening, key: uuid.UUID, about: Sentence | None) -> Comment:
    # One at a time a reader: many at once would each find that none was posted lately.
    ((author,),) = _locked(draft.author.pk)
    ((sent, *posted),) = _since(author, draft.sent_from, draft.body, key)
    if not sent:
        check_pace(draft.author, Lately(*posted))
        check_same_text(Lately(*posted))
    comment = Comment.objects.create(
        **place_below(draft.parent)._asdict(),
        article=draft.article,
        author=draft.author,
        body=draft.body,
        html=lay_out(draft.body),
        idempotency_key=key,
        sent_from=draft.sent_from,
        about_version=about.version if about else None,
        about_sentence=about.number if about else None,
        about_text=about.text if about else "",
        state=screening.state,
        held_by=screening.phase,
        held_because=screening.grounds,
        held_at=waits_since(screening.state),
    )
    if decision := note(comment, screening):
        informing.inform(decision)
    tell_of_reply(comment)
    return comment

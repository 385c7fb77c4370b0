"""Notices of illegal content: open to everybody, answered with a receipt at once and a decision by a person.

As articles 16 and 17 of the Digital Services Act have it. A notice hides nothing by itself.
"""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from comments.models import Act, Comment, Decision, Ground, Notice, State
from comments.moderation.deciding import decide
from comments.moderation.log import record
from comments.moderation.moderators import role_of
from comments.moderation.undecided import AlreadyDecidedError, NotDecidedError
from comments.refusing import Refused
from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User

MOST_IN_AN_HOUR = 5
# Somebody's mailbox is not filled by others who type its address here.
MOST_TO_A_MAILBOX_IN_A_DAY = 5
LONGEST_URL = 2000
LONGEST = 10_000
_THOUGHT = re.compile(r"/thoughts/([a-z0-9]{10})(?:/|$)")
REDRESS = (
    "If you think that this is wrong, you can send a new notice that says more, write to us (the contact page says"
    " where), or go to a court."
)


def address_of(text: str, hosts: set[str]) -> str:
    """The address that somebody typed, if it is one of this site, else empty; `hosts` are the site's names."""
    typed = text.strip()
    if typed.startswith("/") and not typed.startswith("//"):
        typed = f"{settings.SITE_URL}{typed}"
    try:
        parts = urlsplit(typed)
        ours = parts.scheme in {"http", "https"} and parts.hostname in hosts
    except ValueError:
        return ""
    return typed if ours and typed.isprintable() and " " not in typed and len(typed) <= LONGEST_URL else ""


def thought_at(url: str) -> Comment | None:
    """The thought that an address of this site names, in whatever state it is."""
    parts = urlsplit(url)
    named = _THOUGHT.match(parts.path)
    ref = named.group(1) if named else parts.fragment.removeprefix("thought-")
    return Comment.objects.filter(ref=ref[:12]).first() if ref else None


def file_notice(
    url: str, explanation: str, *, child_abuse: bool, name: str, email: str, sent_from: str | None
) -> Notice:
    """Files a notice, made in good faith, about an address of this site; the receipt is mailed with its number.

    Raises Refused (429) where too many come from one network address, or would go to one mailbox.
    """
    with transaction.atomic():
        _check_pace(sent_from, email)
        notice = Notice.objects.create(
            url=url,
            comment=thought_at(url),
            explanation=explanation,
            child_abuse=child_abuse,
            name=name,
            email=email,
            good_faith=True,
            sent_from=sent_from,
        )
        audit("notice filed", actor=None, target=f"notice {notice.ref}")
        _mail(notice, "notice_receipt", {})
    return notice


def decide_notice(
    notice: Notice, illegal: bool, *, by: User, explanation: str, law: str = "", seen_turn: int | None = None
) -> Decision:
    """Answers a notice: a thought that is illegal is removed for that, and who sent the notice is told and why.

    `explanation` is read by both; `law` names the law; `seen_turn` is the turn of the thought that the moderator read.
    Raises NotDecidedError, and AlreadyDecidedError where somebody was quicker.
    """
    if not explanation.strip() or (illegal and not law.strip()):
        raise NotDecidedError("Say why, and name the law if the content is illegal: who sent the notice reads it.")
    with transaction.atomic():
        now = Notice.objects.select_for_update(of=("self",), no_key=True).select_related("comment").get(pk=notice.pk)
        if now.outcome is not None:
            raise AlreadyDecidedError("This notice is answered already.", now.outcome)
        thought = now.comment
        if illegal and thought and thought.state != State.REJECTED and thought.deleted_at is None:
            turn = thought.turn if seen_turn is None else seen_turn
            reasons: dict[str, Any] = {"rule": "law", "explanation": explanation, "ground": Ground.LAW, "law": law}
            decide(thought, approve=False, by=by, seen_turn=turn, **reasons)
        said: dict[str, Any] = {"facts": explanation, "redress": REDRESS, "restriction": _done(illegal, thought)}
        grounds: dict[str, Any] = {"rule": "law", "ground": Ground.LAW, "ground_reference": law} if illegal else {}
        now.outcome = record(thought, Act.NOTICE, by=by, role=role_of(by), **said, **grounds)
        now.save(update_fields=["outcome"])
        audit("notice decided", actor=by, target=f"notice {now.ref}")
        _mail(now, "notice_decision", {"outcome": now.outcome, "illegal": illegal})
    return now.outcome


def _done(illegal: bool, thought: Comment | None) -> str:
    if not illegal:
        return "Nothing was restricted: we did not find the content illegal."
    return "The thought was removed." if thought else "The content was handed to the desk, which takes it down."


def _check_pace(network: str | None, email: str) -> None:
    """Counted one after the other for each network, so that many at once are no way round."""
    if network:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"notice from {network}"])
    lately = Q(sent_from=network, at__gt=Now() - timedelta(hours=1))
    if network and Notice.objects.filter(lately).count() >= MOST_IN_AN_HOUR:
        raise Refused(
            f"{MOST_IN_AN_HOUR} notices came from your network address within an hour. Send yours in an hour,"
            " or write to us: the contact page says where.",
            429,
            3600,
        )
    today = Notice.objects.filter(email__iexact=email, at__gt=Now() - timedelta(days=1))
    if email and today.count() >= MOST_TO_A_MAILBOX_IN_A_DAY:
        raise Refused("Many notices named this mail address today. Go on tomorrow, or write to us.", 429, 86_400)


def _mail(notice: Notice, template: str, more: dict[str, object]) -> None:
    """Tells who sent the notice; nothing that they typed but its address is repeated, since anybody can name a mailbox."""
    if not notice.email:
        return
    facts = {
        "notice": notice,
        "notice_url": f"{settings.SITE_URL}{reverse('comments:notice', args=[notice.ref])}",
        "why": "You get this because somebody gave this address with a notice of illegal content. If it was not you, do nothing.",
        **more,
    }
    post_mail(notice.email, "notice", template, facts, key=f"{template}-{notice.ref}", thread=f"notice-{notice.ref}")

"""Stopping mails with one click: links that work without signing in, for as long as the mail they stand in exists."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from comments.models import Comment, Pace, QuietThread, Wishes
from newsroom.models import User

STOP, QUIET = "comments.stopping.mails", "comments.stopping.thread"
# What one link stops; the daily mail is everything that comes in it.
KINDS = {"replies": "mails about replies", "picks": "mails about editor's picks", "daily": "the daily mail"}
DAILY_KINDS = ("replies", "picks", "articles")


def stop_address(reader: User, kind: str) -> str:
    """The address that stops mails of one of `KINDS` for this reader."""
    return _signed("stop-mails", reader, kind, STOP)


def quiet_address(reader: User, comment: Comment) -> str:
    """The address that stops mails about the thread of this thought."""
    return _signed("quiet-thread", reader, comment.ref, QUIET)


def read_stop(token: str) -> tuple[User, str] | None:
    """Whose mails of which kind such an address stops; None for a forged one, or where the reader left."""
    found = _read(token, STOP)
    return found if found and found[1] in KINDS else None


def read_quiet(token: str) -> tuple[User, Comment] | None:
    """Who does not want to hear of the thread of which thought; None as above."""
    reader, ref = _read(token, QUIET) or (None, "")
    comment = Comment.objects.select_related("article").filter(ref=ref).first()
    return (reader, comment) if reader and comment else None


def stop(reader: User, kind: str) -> None:
    """Stops the mails of one of `KINDS`; doing it twice is doing it once."""
    wishes, _ = Wishes.objects.get_or_create(reader=reader)
    names = [name for name in DAILY_KINDS if getattr(wishes, name) == Pace.DAILY] if kind == "daily" else [kind]
    for name in names:
        setattr(wishes, name, Pace.NEVER)
    wishes.save(update_fields=names)


def quieten(reader: User, comment: Comment) -> None:
    """The reader is told no more of the thread that this thought belongs to."""
    QuietThread.objects.get_or_create(reader=reader, thread_id=comment.thread)


def _signed(name: str, reader: User, what: str, salt: str) -> str:
    token = signing.Signer(salt=salt).sign_object([str(reader.mark), what])
    return f"{settings.SITE_URL}{reverse(name, args=[token])}"


def _read(token: str, salt: str) -> tuple[User, str] | None:
    try:
        mark, what = signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
    reader = User.objects.filter(mark=mark).first()
    return (reader, what) if reader else None

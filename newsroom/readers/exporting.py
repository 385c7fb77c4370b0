"""A reader takes their data away: asked for on the site, put together by a job, fetched by a link for 24 hours."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.auditing import audit
from newsroom.mail.posting import post_mail
from newsroom.models import User
from newsroom.outbox.posting import post
from newsroom.readers.models import Export
from newsroom.readers.takeout import packed

JOB = "export"
LIES_FOR = timedelta(hours=24)
# An asking that has come to nothing in this time is asked anew.
PATIENCE = timedelta(minutes=15)


@transaction.atomic
def ask_for_export(reader: User) -> tuple[Export, bool]:
    """Has the reader's data put together; whether that is new. While some lie ready, or are on their way, it is those."""
    User.objects.select_for_update(of=["self"], no_key=True).get(pk=reader.pk)
    if (found := Export.objects.filter(reader=reader).first()) and _counts(found):
        return found, False
    Export.objects.filter(reader=reader).delete()
    export = Export.objects.create(reader=reader)
    post(JOB, export.ref, subject=f"reader:{reader.pk}", export=export.pk)
    audit("export", actor=reader, target=str(reader.mark))
    return export, True


def make_export(pk: int) -> bool:
    """Puts the data together and posts the mail with the link; whether that was still to be done."""
    export = Export.objects.select_related("reader").filter(pk=pk, made_at=None).first()
    if export is None:
        return False
    now = timezone.now()
    content = packed(export.reader, now)
    made = {"made_at": now, "gone_at": now + LIES_FOR, "content": content}
    with transaction.atomic():
        if Export.objects.filter(pk=pk, made_at=None).update(**made):
            facts = {
                "address": file_address(export),
                "gone_at": now + LIES_FOR,
                "why": "You get this because you asked for your data.",
            }
            post_mail(export.reader.email, "export_ready", "export_ready", facts, key=f"export-{pk}")
    return True


def ready_export(reader: User) -> Export | None:
    """What lies ready for the reader now, without its content."""
    return Export.objects.filter(reader=reader, gone_at__gt=timezone.now()).defer("content").first()


def is_on_its_way(reader: User) -> bool:
    """Whether the reader asked and it is being put together."""
    return Export.objects.filter(reader=reader, made_at=None, asked_at__gt=timezone.now() - PATIENCE).exists()


def file_address(export: Export) -> str:
    """Where it is fetched, by its reader alone."""
    return f"{settings.SITE_URL}{reverse('me-export-file', args=[export.ref])}"


def _counts(export: Export) -> bool:
    now = timezone.now()
    return export.gone_at > now if export.gone_at else export.asked_at > now - PATIENCE

"""The readers' jobs, and the round that posts what has become due."""

from django.utils import timezone

from newsroom.models import User
from newsroom.outbox.claiming import Claim
from newsroom.outbox.posting import post
from newsroom.outbox.reconciling import reconciles
from newsroom.outbox.working import handles
from newsroom.readers.erasing import erase, erase_again
from newsroom.readers.exporting import JOB as EXPORT
from newsroom.readers.exporting import make_export
from newsroom.readers.forgetting import forget
from newsroom.readers.models import Erased, Leaving
from newsroom.readers.morning import JOB as DIGEST
from newsroom.readers.morning import post_due, send_digest

ERASURE, FORGETTING = "erasure", "forgetting"


@reconciles
def make_rounds() -> int:
    """Posts the jobs that the clock makes due: daily mails, erasures, forgetting. None was missing, so none is counted."""
    now = timezone.now()
    leaving = Leaving.objects.filter(erase_at__lte=now).values_list("reader", flat=True)
    due = {*leaving, *erase_again()}
    for reader in due:
        post(ERASURE, f"{reader}-{now:%Y-%m-%d}", subject=f"reader:{reader}", reader=reader)
    post(FORGETTING, f"{now:%Y-%m-%d}")
    post_due(now)
    return 0


@handles(DIGEST, called="Daily mail")
def _digest(claim: Claim) -> None:
    with claim.finishing():
        send_digest(claim.payload["reader"], claim.payload["day"])


@handles(EXPORT, called="Export of a reader’s data")
def _export(claim: Claim) -> None:
    make_export(claim.payload["export"])


@handles(FORGETTING, called="Forgetting of old records")
def _forgetting(claim: Claim) -> None:
    forget()


@handles(ERASURE, called="Erasure of an account")
def _erasure(claim: Claim) -> None:
    with claim.finishing():
        _erase_if_due(claim.payload["reader"])


def _erase_if_due(pk: int) -> None:
    """Looks again: who stayed in the meantime stays."""
    # The whole row, key and all: nothing that refers to a reader may come while they are erased.
    reader = User.objects.select_for_update(of=["self"]).filter(pk=pk).first()
    if reader is None:
        return
    leaving = Leaving.objects.filter(reader=reader, erase_at__lte=timezone.now()).first()
    erased = Erased.objects.filter(mark=reader.mark).first()
    if leaving or erased:
        erase(reader, keeps_thoughts=leaving.keeps_thoughts if leaving else bool(erased and erased.kept_thoughts))

"""Forgetting: nothing stays of the mails to an address that is no longer ours to know."""

from newsroom.mail.models import Mail


def forget_mails_to(address: str) -> int:
    """Deletes every mail to that address, unsent ones too (their jobs end without sending); returns how many."""
    deleted, _ = Mail.objects.filter(to__iexact=address).delete()
    return deleted

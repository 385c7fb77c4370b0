"""Muting: a reader no longer reads another. Nobody else sees or learns of it."""

from comments.models import Mute
from comments.refusing import Refused
from newsroom.models import User


def mute(reader: User, other: User) -> bool:
    """Hides `other` from `reader`; says whether that is new. Raises Refused for oneself."""
    if reader.pk == other.pk:
        raise Refused("This is you. Only others can be muted.", 403)
    _, new = Mute.objects.get_or_create(reader=reader, muted=other)
    return new


def unmute(reader: User, other: User) -> bool:
    """Shows `other` to `reader` again; says whether they were hidden."""
    deleted, _ = Mute.objects.filter(reader=reader, muted=other).delete()
    return bool(deleted)

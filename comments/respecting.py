"""Respect: a thought is well argued. It does not mean agreed."""

from django.db import transaction

from comments.models import Comment, Respect
from comments.refusing import Refused
from newsroom.models import User


def respect(comment: Comment, reader: User) -> bool:
    """One respect of one reader for one thought; says whether it is new. Raises Refused for one's own thought."""
    if comment.author_id == reader.pk:
        raise Refused("This thought is yours. Respect for it comes from others.", 403)
    with transaction.atomic():
        if not Comment.objects.public().select_for_update(of=("self",), no_key=True).filter(pk=comment.pk).exists():
            raise Refused("This thought is no longer there.", 404)
        _, new = Respect.objects.get_or_create(comment_id=comment.pk, reader=reader)
    return new


def take_back_respect(comment: Comment, reader: User) -> bool:
    """Takes it back; says whether there was one."""
    deleted, _ = Respect.objects.filter(comment=comment, reader=reader).delete()
    return bool(deleted)

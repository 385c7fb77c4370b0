"""Picking: an editor shows readers what is worth reading."""

from django.db import transaction
from django.utils import timezone

from comments.models import Comment
from comments.notifications import tell_of_pick
from comments.refusing import Refused
from newsroom.auditing import audit
from newsroom.models import User


def pick(comment: Comment, by: User) -> bool:
    """Picks a public thought and tells its author; says whether it did. Raises Refused for one that is not public."""
    with transaction.atomic():
        now = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
        if not now.is_public:
            raise Refused("Only a thought that readers see can be picked.", 400)
        if now.picked_at:
            return False
        comment.picked_at, comment.picked_by = timezone.now(), by
        comment.save(update_fields=["picked_at", "picked_by"])
        tell_of_pick(comment)
        audit("picked", actor=by, target=f"thought {comment.ref}")
    return True


def unpick(comment: Comment) -> bool:
    """Takes the mark away again; says whether there was one."""
    comment.picked_at = comment.picked_by = None
    return bool(Comment.objects.filter(pk=comment.pk, picked_at__isnull=False).update(picked_at=None, picked_by=None))

"""Deleting: an author takes a thought back. Its words are gone from the page at once; its place stays while others answer."""

from django.db import transaction
from django.utils import timezone

from comments.models import Comment, Revision


def delete_thought(comment: Comment) -> bool:
    """Empties a thought; says whether it did. What it said last is kept for moderators (comments.forgetting says how long)."""
    with transaction.atomic():
        now = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
        if now.deleted_at:
            return False
        Revision.objects.create(comment=now, turn=now.turn, body=now.body)
        now.body = now.html = now.about_text = ""
        now.about_version = now.about_sentence = None
        now.picked_at = now.picked_by = now.held_at = None
        now.held_because = []
        now.deleted_at, now.turn = timezone.now(), now.turn + 1
        now.save(
            update_fields=[
                "body", "html", "about_text", "about_version", "about_sentence", "picked_at", "picked_by", "held_at",
                "held_because", "deleted_at", "turn",
            ]
        )  # fmt: skip
    return True

"""Finding a thought: the page of the discussion that holds it."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from comments.models import Comment
from comments.models.comment import UNSEEN
from comments.reading.discussion import REPLIES
from comments.reading.shown import as_path


def found(ref: str, reader: int | None = None) -> Comment | None:
    """The thought of that ref under a published article, if readers see it or it is this reader's own."""
    own = Q(UNSEEN, author=reader) if reader else Q(pk__in=[])
    seen = Comment.objects.public() | Comment.objects.filter(own)
    return seen.filter(ref=ref).select_related("article").first()


def place_of(comment: Comment) -> str:
    """The address at which readers see a thought among its neighbours, marked."""
    first = Comment.objects.values_list("ref", flat=True).get(pk=comment.thread)
    here = Comment.objects.standing().filter(thread=comment.thread, article=comment.article_id)
    before = here.filter(path__lt=as_path(comment.path))
    deep = len(before.order_by("path").values_list("pk")[: REPLIES + 1]) > REPLIES
    where = {"thread": first, "from": comment.ref} if deep else {"from": first}
    address = reverse("comments:thoughts", args=[comment.article.slug])
    return f"{address}?{urlencode(where)}#thought-{comment.ref}"

"""Which thought an address means, and to whom. What is not theirs to see is answered as if it were not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from articles.models import Article
from comments.drafting import KEPT_CHARACTERS
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from newsroom.models import User

# Where the session keeps an edit whose author must sign in first.
EDIT = "edit"
View = Callable[[HttpRequest, str], HttpResponse]


def signed_in(view: View) -> View:
    """For readers with an account; others sign in first, and what they typed is kept. No cache keeps such a page."""

    @wraps(view)
    def guarded(request: HttpRequest, ref: str) -> HttpResponse:
        if isinstance(request.user, User):
            response = view(request, ref)
        else:
            if typed := request.POST.get("body", ""):
                request.session[EDIT] = {"ref": ref, "text": typed[:KEPT_CHARACTERS]}
            response = redirect_to_login(request.path)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded


def reader_of(request: HttpRequest) -> User:
    """Who is signed in; 404 where nobody is."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def found(ref: str, *, among: CommentQuerySet | None = None) -> Comment:
    """The thought of that ref on a public article; unless said otherwise only a public one."""
    thoughts = Comment.objects.public() if among is None else among
    comment = get_object_or_404(thoughts.select_related("article", "author", "parent"), ref=ref)
    if not Article.objects.published().filter(pk=comment.article_id).exists():
        raise Http404
    return comment


def own(request: HttpRequest, ref: str) -> Comment:
    """The reader's own thought, in whatever state, that they did not delete."""
    return found(ref, among=Comment.objects.filter(author=reader_of(request), deleted_at=None))

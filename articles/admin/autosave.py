"""Autosave: the working copy is kept while the editor writes, under the same rules as by the button."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from articles.admin.forms import ArticleForm
from articles.jobs import post_for_draft
from articles.models import Article

SAVED = (*ArticleForm.Meta.fields, "revision", "edited_at")


class AutosaveForm(ArticleForm):
    """The plain fields: a picture and the sources wait for the button."""

    picture = None
    no_picture = None


@transaction.atomic
def autosave(request: HttpRequest, article: Article) -> HttpResponse:
    """Saves what was typed, without an entry in the history; answers the new revision or the problems in sentences.

    409 where somebody else saved meanwhile: their text stays, and the editor's stands in their own window.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = AutosaveForm(request.POST, instance=article)
    if not form.is_valid():
        problems = [f"{form.fields[name].label or name}: {error}" for name, found in form.errors.items()
                    if name in form.fields for error in found]  # fmt: skip
        conflict = form.non_field_errors()
        return JsonResponse({"problems": [*conflict, *problems]}, status=409 if conflict else 422)
    form.instance.save(update_fields=SAVED)
    post_for_draft(article)
    return JsonResponse({"revision": article.revision, "saved_at": timezone.now().isoformat()})

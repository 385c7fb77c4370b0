"""A draft from sources at the desk: asked for, looked at, used."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles.drafting.asking import KIND, ask_for_draft, latest_run
from articles.drafting.digest import NothingToDraftError
from articles.drafting.draft import laid_out
from articles.drafting.runs import draft_of
from articles.drafting.statements import material_for
from articles.drafting.using import use
from articles.models import Article, GenerationRun
from newsroom.models import User
from newsroom.outbox.models import Job, State

UNDER_WAY = (State.PENDING, State.RETRY, State.RUNNING)


def ask(request: HttpRequest, article: Article) -> HttpResponse:
    """Asks for a draft and leads to where its state can be seen."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    try:
        posted = ask_for_draft(article, request.user)
    except NothingToDraftError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    if not posted:
        messages.info(request, "A draft from just these texts was asked for before. Nothing is made, or paid, twice.")
    return HttpResponseRedirect(reverse("admin:articles_article_draft", args=[article.pk]))


def draft(request: HttpRequest, article: Article) -> HttpResponse:
    """The draft that was made last, beside what stands in the working copy; POST asks for one, or uses it."""
    if request.method == "POST":
        return _used(request, article) if "run" in request.POST else ask(request, article)
    facts = {"title": "Draft from sources", "article": article, "texts": len(material_for(article).documents)}
    jobs = Job.objects.filter(kind=KIND, subject=f"article:{article.pk}").order_by("-created_at", "-id")
    job = jobs.first()
    facts |= {"job": job, "under_way": bool(job and job.state in UNDER_WAY), "drafted": _drafted(article)}
    return render(request, "admin/articles/article/draft.html", facts)


def _drafted(article: Article) -> dict[str, Any] | None:
    run = latest_run(article)
    if run is None:
        return None
    found = draft_of(run)
    return {
        "run": run,
        "draft": found,
        "body": laid_out(found),
        "rests": sum(len(one.rests) for one in found.sentences),
        "used": article.body.strip() == found.markdown,
    }


def _used(request: HttpRequest, article: Article) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    run = get_object_or_404(GenerationRun, pk=request.POST["run"], article=article, kind=GenerationRun.Kind.DRAFT)
    if request.POST.get("based_on") != str(article.revision):
        messages.error(
            request, "Somebody saved the article meanwhile. Look at its text as it is now, then use the draft."
        )
        return HttpResponseRedirect(request.path)
    use(article, run, request.user)
    messages.success(request, "The draft is in the working copy. It goes out only after the checks and a review.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

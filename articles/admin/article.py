"""The article at the desk: write, save drafts freely, publish through the gate."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.autosave import SAVED, autosave
from articles.admin.checks import checks, checks_of
from articles.admin.drafting import ask, draft
from articles.admin.forms import ArticleForm
from articles.admin.inlines import BylineInline, CitationInline, PinInline
from articles.admin.preview import preview
from articles.admin.progress import progress, progress_of
from articles.admin.reading import reading
from articles.admin.review import review
from articles.admin.source_text import source_text
from articles.admin.summary import summary
from articles.ingest.reading import read_unread
from articles.jobs import post_for_draft
from articles.models import Article, State
from articles.publishing import NotPublishedError, publish, withhold
from articles.stories.jobs import post_pages
from newsroom.models import User

# What a button of the form leads to, after the save.
ONWARD = {"_preview": "preview", "_review": "review"}


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """The desk's main table and form."""

    form = ArticleForm
    inlines = [CitationInline, BylineInline, PinInline]
    list_display = ["headline", "section", "state", "published_at", "edited_at"]
    list_filter = ["state", "section"]
    list_select_related = ["section"]
    search_fields = ["headline", "slug"]
    date_hierarchy = "published_at"
    ordering = ["-edited_at"]
    actions = ["publish_selected", "withhold_selected"]
    fieldsets = [
        (None, {"fields": ["headline", "dek", ("section", "story", "angle"), "body", "based_on"]}),
        (
            "Picture",
            {"fields": ["current_picture", "picture", "no_picture", "hero_alt", "hero_caption", "hero_credit"]},
        ),
        ("What part a machine had", {"fields": [("ai_headline", "ai_dek", "ai_body"), ("ai_provider", "ai_model")]}),
        ("Filing", {"fields": [("slug", "language"), ("publish_at", "notice"), "date_note"], "classes": ["collapse"]}),
    ]

    readonly_fields = ["current_picture"]

    @admin.display(description="Picture")
    def current_picture(self, article: Article) -> str:
        """What stands above the article now."""
        if not article.hero:
            return "none"
        return format_html('<img class="current-picture" src="{}" alt="{}">', article.hero.file.url, article.hero_alt)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was once published is withheld, never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.published_at)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Readers find nothing under the address of what is not public."""
        return super().get_view_on_site_url(obj) if obj and obj.is_public else None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own bulk delete would go round that rule."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_urls(self) -> list[URLPattern]:
        """The desk's own pages about an article, each for those who may change it."""
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("review", "review/", review),
            ("source", "review/source/<int:document>/", source_text),
            ("autosave", "autosave/", autosave),
            ("checks", "checks/", checks),
            ("preview", "preview/", preview),
            ("draft", "draft/", draft),
            ("reading", "reading/", reading),
            ("summary", "summary/", summary),
            ("jobs", "jobs/", progress),
        ]
        own = [path(f"<int:pk>/{at}", self._page(view), name=f"articles_article_{name}") for name, at, view in pages]
        return own + super().get_urls()

    def _page(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, pk: int, **named: Any) -> HttpResponse:
            article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            return view(request, article, **named)

        # Signed-in staff only, and kept by no cache.
        return self.admin_site.admin_view(update_wrapper(page, view))

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Writes what the form has and nothing else: an article may have been published meanwhile."""
        obj.save(update_fields=[*SAVED, "hero"] if change else None)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once the sources stand too, the post checks the whole and looks for evidence."""
        super().save_related(request, form, formsets, change)
        post_for_draft(form.instance)
        read_unread(form.instance)
        if {"story", "angle"} & set(form.changed_data):
            post_pages(form.initial.get("story"), form.instance.story_id)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        """After a first save: on to publishing, preview or review, or back to the form."""
        return self._onward(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a save: on to publishing, preview or review, or back to the form."""
        return self._onward(request, obj) or super().response_change(request, obj)

    def _onward(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        if "_publish" in request.POST:
            return self._publish(request, article)
        if "_save" in request.POST:
            return self._saved(request, article)
        if "_draft" in request.POST:
            return ask(request, article)
        for button, name in ONWARD.items():
            if button in request.POST:
                return HttpResponseRedirect(reverse(f"admin:articles_article_{name}", args=[article.pk]))
        return None

    def _saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        words = "Saved. Readers still see the published version." if article.is_public else "Draft saved."
        messages.success(request, words)
        return self._back(article)

    def _publish(self, request: HttpRequest, article: Article) -> HttpResponse:
        _publish_one(request, article, request.POST.get("override_reason", ""))
        return self._back(article)

    def _back(self, article: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Adds what stands beside the form: the gate's findings, the jobs, the published version."""
        article: Article | None = kwargs.get("obj")
        context |= {"checks": None, "progress": None, "published": None, "article": article}
        if article and article.pk:
            # An invalid form has put its values into the article: the panel is about what is saved.
            saved = Article.objects.get(pk=article.pk)
            found = checks_of(saved)
            published = _published(saved, found.content_hash)
            context |= {"checks": found, "progress": progress_of(article), "published": published}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description="Publish", permissions=["change"])
    def publish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        """Each through the gate; what a finding stops is named."""
        for article in articles:
            _publish_one(request, article)

    @admin.action(description="Withhold from readers", permissions=["change"])
    def withhold_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        """Takes them off the site and keeps everything."""
        for article in articles:
            if withhold(article):
                self.log_change(request, article, "Withheld from readers.")
                messages.success(request, f"“{article.headline}” is withheld from readers.")


def _publish_one(request: HttpRequest, article: Article, override: str = "") -> None:
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    try:
        version, fresh = publish(article, by=request.user, override=override)
    except NotPublishedError as error:
        for problem in error.problems:
            messages.error(request, f"“{article.headline}” is saved and not published: {problem}")
        return
    words = f"Version {version.number} is published." if fresh else "Nothing had changed since it was published."
    messages.success(request, f"“{article.headline}”: {words}")


def _published(article: Article, content_hash: str) -> dict[str, Any] | None:
    if not article.live:
        return None
    return {
        "version_number": article.live.number,
        "published_at": article.live.published_at,
        "url": article.get_absolute_url() if article.state == State.PUBLISHED else "",
        "changed": content_hash != article.live.content_hash,
    }

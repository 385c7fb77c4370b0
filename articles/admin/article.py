"""The article at the desk: write, save drafts freely, publish through the gate."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from articles import gate
from articles.admin.forms import ArticleForm, CitationForm
from articles.freezing import hash_of
from articles.gate import Severity
from articles.models import Article, Byline, Citation, RelatedArticle, State
from articles.publishing import NotPublishedError, publish, withhold
from newsroom.models import User
from newsroom.outbox.models import Job

JOB_WORDS = {"summary": "Key points", "neighbours": "Related Articles"}
WEIGHT = {Severity.RED: "bad", Severity.AMBER: "warn"}


class BylineInline(admin.TabularInline):
    """Who signs."""

    model = Byline
    extra = 1


class CitationInline(admin.StackedInline):
    """What it rests on."""

    model = Citation
    form = CitationForm
    extra = 1
    verbose_name = "source"
    fields = [("publisher", "title", "url"), ("published_on", "extent", "position"), "text", "note"]


class PinInline(admin.TabularInline):
    """Related Articles that the desk wants first, in this order."""

    model = RelatedArticle
    fk_name = "article"
    fields = ["other", "position"]
    raw_id_fields = ["other"]
    extra = 0
    verbose_name = "pinned related article"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedArticle]:
        """Computed neighbours are not the desk's to edit."""
        return super().get_queryset(request).filter(pinned=True)


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
        ("What part a machine had", {"fields": [("ai_headline", "ai_dek", "ai_body"), "ai_model"]}),
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

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own bulk delete would go round that rule."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A pin entered here is a pin."""
        if formset.model is RelatedArticle:
            for row in formset.forms:
                row.instance.pinned = True
        super().save_formset(request, form, formset, change)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        """After a first save: on to publishing, or back to the form."""
        if "_publish" in request.POST:
            return self._publish(request, obj)
        if "_save" in request.POST:
            return self._saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a save: on to publishing, or back to the form."""
        if "_publish" in request.POST:
            return self._publish(request, obj)
        if "_save" in request.POST:
            return self._saved(request, obj)
        return super().response_change(request, obj)

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
        context |= {"findings": [], "jobs": [], "published": None, "article": article}
        if article and article.pk:
            context |= {"findings": _findings(article), "jobs": _jobs(article), "published": _published(article)}
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


def _findings(article: Article) -> list[dict[str, Any]]:
    return [
        {"check": f.check, "severity": WEIGHT[f.severity], "message": f.message, "remedy": f.remedy}
        for f in gate.run_on(article)
    ] or [{"check": "Sources", "severity": "ok", "message": "At least one source is linked.", "remedy": ""}]


def _jobs(article: Article) -> list[dict[str, Any]]:
    jobs = Job.objects.filter(subject=f"article:{article.pk}").order_by("-created_at", "-id")[:6]
    return [
        {
            "label": JOB_WORDS.get(job.kind, job.kind),
            "state": job.get_state_display(),
            "detail": job.last_error,
            "at": job.finished_at or job.created_at,
        }
        for job in jobs
    ]


def _published(article: Article) -> dict[str, Any] | None:
    if not article.live:
        return None
    return {
        "version_number": article.live.number,
        "published_at": article.live.published_at,
        "url": article.get_absolute_url() if article.state == State.PUBLISHED else "",
        "changed": hash_of(article) != article.live.content_hash,
    }

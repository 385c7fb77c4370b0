"""Thoughts at the desk: all of them to look up, the queue to decide on them."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.admin.notices import notices
from comments.admin.queue import count, queue
from comments.admin.second_looks import second_looks
from comments.admin.tuning import tuning
from comments.models import Comment

if TYPE_CHECKING:
    CommentModelAdmin = admin.ModelAdmin[Comment]
else:
    CommentModelAdmin = admin.ModelAdmin


@admin.register(Comment)
class CommentAdmin(CommentModelAdmin):
    """Thoughts: read in context; a moderator decides on them and never changes the words."""

    list_display = ["__str__", "author", "article", "state", "reports", "created_at", "deciding"]
    list_filter = ["state", "article__section"]
    list_select_related = ["author", "article"]
    search_fields = ["body", "author__public_name", "ref"]
    ordering = ["-id"]
    show_full_result_count = False
    list_per_page = 50
    readonly_fields = (
        "article", "author", "body", "state", "held_by", "held_because", "respects", "reports", "created_at", "edited_at",
        "deleted_at", "earlier", "decided",
    )  # fmt: skip
    fields = readonly_fields
    change_list_template = "admin/comments/comment/list.html"

    def get_urls(self) -> list[URLPattern]:
        """The queue and its neighbours stand before Django's own pages."""
        own = {"queue": queue, "queue/count": count, "second-looks": second_looks, "notices": notices, "tuning": tuning}
        return [
            path(f"{name}/", self._guarded(view), name=f"comments_{name.replace('/', '_').replace('-', '_')}")
            for name, view in own.items()
        ] + super().get_urls()

    def _guarded(self, view: Any) -> Any:
        def guarded(request: HttpRequest) -> HttpResponseBase:
            if not self.has_change_permission(request):
                raise PermissionDenied
            answer: HttpResponseBase = view(request)
            return answer

        return self.admin_site.admin_view(guarded)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Comment]":
        """With what the list shows of each."""
        return super().get_queryset(request).select_related("author", "article")

    @admin.display(description="Decide")
    def deciding(self, comment: Comment) -> SafeString:
        """The way to its card."""
        address = reverse("admin:comments_queue")
        return format_html(
            '<a href="{}?thought={}" aria-label="Decide on “{}”">Decide</a>', address, comment.ref, comment
        )

    @admin.display(description="What it said before")
    def earlier(self, comment: Comment) -> str:
        """Its earlier texts, newest first."""
        return "\n\n".join(revision.body for revision in comment.revisions.all()) or "–"

    @admin.display(description="Decisions")
    def decided(self, comment: Comment) -> SafeString | str:
        """What was decided on it, newest first."""
        lines = [f"{d.at:%Y-%m-%d %H:%M} {d.get_act_display()} {d.rule}".strip() for d in comment.decisions.all()]
        return "; ".join(lines) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Thoughts are posted by their authors."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """A removed thought keeps its row, and its replies their place."""
        return False

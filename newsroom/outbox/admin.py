"""The jobs page of the desk: how the post stands, what failed and why, and a way to try again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from newsroom.outbox.models import Job, State
from newsroom.outbox.overview import overview
from newsroom.outbox.posting import try_again
from newsroom.outbox.working import called, kinds

if TYPE_CHECKING:
    JobModelAdmin = admin.ModelAdmin[Job]
else:
    JobModelAdmin = admin.ModelAdmin

WORDS = {
    "queued": [State.PENDING, State.RETRY],
    "generating": [State.RUNNING],
    "needs review": [State.NEEDS_REVIEW],
    "failed": [State.DEAD],
    "done": [State.DONE],
    "superseded": [State.SUPERSEDED],
}


class StateFilter(admin.SimpleListFilter):
    """The states in the words that people read."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Each word is its own value."""
        return [(word, word.capitalize()) for word in WORDS]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Job]") -> "QuerySet[Job]":
        """The jobs of that state."""
        return queryset.filter(state__in=WORDS[self.value() or ""]) if self.value() in WORDS else queryset


class KindFilter(admin.SimpleListFilter):
    """The kinds by the names that the desk gives them."""

    title = "job"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those that somebody here does."""
        return kinds()

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Job]") -> "QuerySet[Job]":
        """The jobs of that kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(JobModelAdmin):
    """To look at and to try again; jobs are posted by what causes them, and end by themselves."""

    list_display = ["what", "about", "state_words", "reason", "attempts", "due", "finished_at"]
    list_filter = [StateFilter, "lane", KindFilter]
    search_fields = ["subject", "last_error"]
    ordering = ["-id"]
    actions = ["try_again"]
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = (
        "kind", "about", "lane", "state_words", "reason", "attempts", "due", "created_at", "finished_at", "key", "payload",
    )  # fmt: skip
    fields = readonly_fields

    @admin.display(description="Job", ordering="kind")
    def what(self, job: Job) -> str:
        """What the desk calls its kind."""
        return called(job.kind)

    @admin.display(description="About")
    def about(self, job: Job) -> str:
        """What it is about, with a link to its page at the desk where it has one."""
        name, _, pk = job.subject.partition(":")
        # The post knows no app by name: what the desk has a page for is in the desk's own register.
        kinds = [model._meta for model in self.admin_site._registry]  # noqa: SLF001 - `_meta` is Django's documented API
        kind = next((kind for kind in kinds if kind.model_name == name), None)
        try:
            address = reverse(f"admin:{kind.app_label}_{name}_change", args=[pk]) if kind else ""
        except NoReverseMatch:
            address = ""
        if not address:
            return job.subject
        return format_html('<a href="{}">{} {}</a>', address, name.capitalize(), pk)

    @admin.display(description="State", ordering="state")
    def state_words(self, job: Job) -> str:
        """In the words that people read."""
        return str(job.get_state_display()).capitalize()

    @admin.display(description="Reason")
    def reason(self, job: Job) -> str:
        """Why it waits or failed, in plain words."""
        return job.last_error

    @admin.display(description="Due", ordering="run_at")
    def due(self, job: Job) -> datetime:
        """From when on a worker takes it."""
        return job.run_at

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody posts by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Nobody edits one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """What happened stays on record."""
        return False

    @admin.action(description="Try again", permissions=["view"])
    def try_again(self, request: HttpRequest, jobs: "QuerySet[Job]") -> None:
        """Five new attempts for what failed or needs review; the rest is left as it is."""
        queued = sum(try_again(job) for job in jobs)
        if queued:
            messages.success(request, f"{queued} job{'' if queued == 1 else 's'} queued again.")
        else:
            messages.warning(request, "None of these failed or needs review.")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the state of the post above the list."""
        return super().changelist_view(request, {"title": "Jobs", "overview": overview(), **(extra_context or {})})

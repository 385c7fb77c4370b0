"""The log of moderation at the desk: to read, to search, to check."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from comments.consistency import PROMISES
from comments.models import Decision
from newsroom.models import User

if TYPE_CHECKING:
    DecisionModelAdmin = admin.ModelAdmin[Decision]
else:
    DecisionModelAdmin = admin.ModelAdmin

CHAIN = next(promise for promise in PROMISES if promise.says.startswith("The log of moderation is whole"))


@admin.register(Decision)
class DecisionAdmin(DecisionModelAdmin):
    """Decisions: each row says who, what, when and why; none is ever changed."""

    list_display = ["at", "act", "thought", "rule", "by", "actor_role", "decided_automatically"]
    list_filter = ["act", "actor_role", "rule", "decided_automatically"]
    list_select_related = ["comment"]
    search_fields = ["ref", "comment__ref", "facts"]
    date_hierarchy = "at"
    ordering = ["-id"]
    show_full_result_count = False
    list_per_page = 50
    change_list_template = "admin/comments/decision/list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All of it, and the names of those who stand in it by their marks."""
        return ["by", "about", *(field.name for field in Decision._meta.fields)]  # noqa: SLF001 - Django's documented API

    @admin.display(description="Thought")
    def thought(self, decision: Decision) -> str:
        """Its first words as they are now."""
        return str(decision.comment or "–")

    @admin.display(description="Decided by")
    def by(self, decision: Decision) -> str:
        """A name, as long as its bearer has an account."""
        return _name(decision.actor_mark) if decision.actor_mark else "the rules"

    @admin.display(description="About")
    def about(self, decision: Decision) -> str:
        """Whom it is about."""
        return _name(decision.reader_mark) if decision.reader_mark else "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With what `check` finds: the chain of hashes, verified row by row."""
        checked = CHAIN.broken(20) if "check" in request.GET else None
        if checked is not None:
            request.GET = request.GET.copy()
            del request.GET["check"]
        facts = {"title": "Log of moderation", "checked": checked, **(extra_context or {})}
        return super().changelist_view(request, facts)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are added by deciding."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was decided."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor does anybody take it out."""
        return False


def _name(mark: Any) -> str:
    user = User.objects.filter(mark=mark).first()
    return str(user) if user else "somebody who left"

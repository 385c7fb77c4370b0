"""Penalties at the desk: who is under one, since when and why, and lifting one before its time."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from comments.models import Penalty
from comments.moderation.penalties import lift
from newsroom.models import User

if TYPE_CHECKING:
    PenaltyModelAdmin = admin.ModelAdmin[Penalty]
else:
    PenaltyModelAdmin = admin.ModelAdmin


@admin.register(Penalty)
class PenaltyAdmin(PenaltyModelAdmin):
    """Penalties come with the removal of a thought, in the queue; here they are read and lifted."""

    list_display = ["reader", "kind", "at", "until", "acknowledged_at", "lifted_at"]
    list_filter = ["kind"]
    list_select_related = ["reader"]
    search_fields = ["reader__public_name"]
    readonly_fields = ("reader", "kind", "decision", "at", "until", "acknowledged_at", "lifted_at")
    fields = readonly_fields
    actions = ["lift_selected"]

    @admin.action(description="Lift", permissions=["change"])
    def lift_selected(self, request: HttpRequest, penalties: "QuerySet[Penalty]") -> None:
        """Ends what is in force among them; each reader is told."""
        assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
        said = "A moderator lifted it before its time."
        lifted = sum(lift(penalty, by=request.user, explanation=said) is not None for penalty in penalties)
        if lifted:
            messages.success(request, f"{lifted} lifted.")
        else:
            messages.warning(request, "None of these was still in force.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A penalty needs a thought that is removed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was imposed stays on record."""
        return False

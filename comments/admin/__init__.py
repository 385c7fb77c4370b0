"""The moderators' side of the letters page."""

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Thoughts: read in context; a moderator sets the state, never the words."""

    list_display = ["__str__", "author", "article", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["author", "article"]
    search_fields = ["body", "author__username"]
    fields = ["article", "author", "body", "state", "created_at"]
    readonly_fields = ["article", "author", "body", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Thoughts are posted by their authors."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """A removed thought keeps its row, and its replies their place."""
        return False

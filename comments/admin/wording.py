"""What moderators set: words, thresholds, and how conversations are run."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.models import Rules, Thresholds, Word


@admin.register(Word)
class WordAdmin(admin.ModelAdmin):
    """Banned and suspect words; before one is added, the tuning page shows what it would have caught."""

    list_display = ["text", "kind", "note", "added_at", "would_catch"]
    list_filter = ["kind"]
    search_fields = ["text", "note"]
    fields = ["text", "kind", "note"]

    @admin.display(description="")
    def would_catch(self, word: Word) -> SafeString:
        """The way to the tuning page."""
        return format_html('<a href="{}?word={}">Last month</a>', reverse("admin:comments_tuning"), word.text)


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # as Django's own admin has it
    """One scope at a time, and the site's rules once."""

    class Meta:
        model = Rules
        fields = ["section", "article", "closed", "closes_after_days", "premoderated"]

    def clean(self) -> dict[str, Any]:
        """A section or an article or neither; each once."""
        given: dict[str, Any] = super().clean() or {}
        section, article = given.get("section"), given.get("article")
        if section and article:
            raise forms.ValidationError("Choose a section or an article, not both.")
        if (
            not section
            and not article
            and Rules.objects.filter(section=None, article=None).exclude(pk=self.instance.pk).exists()
        ):
            raise forms.ValidationError("The site has its rules already: change those.")
        return given


@admin.register(Rules)
class RulesAdmin(admin.ModelAdmin):
    """Whether conversations are open and who looks first: for the site, a section or an article."""

    form = RulesForm
    list_display = ["__str__", "closed", "closes_after_days", "premoderated"]
    list_select_related = ["section", "article"]
    autocomplete_fields = ["article"]


@admin.register(Thresholds)
class ThresholdsAdmin(admin.ModelAdmin):
    """When the phases hold a thought: one row."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one, so the list leads to it."""
        row, _ = Thresholds.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:comments_thresholds_change", args=[row.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays."""
        return False

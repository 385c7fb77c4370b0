"""Sections, contributors and sources at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Contributor, Section, Source, SourceDocument


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """Sections in the order of the navigation."""

    list_display = ["name", "slug", "position"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    """Who may stand in a byline."""

    list_display = ["name", "kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class DocumentInline(admin.TabularInline):
    """The texts as read: to look at, never to change."""

    model = SourceDocument
    fields = ["extent", "fetched_at", "text"]
    readonly_fields = ["extent", "fetched_at", "text"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A text is entered with the article that it supports."""
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Publishers' items: to look at; an article's own form adds and changes them."""

    list_display = ["publisher", "title", "published_on"]
    search_fields = ["publisher", "title", "url"]
    inlines = [DocumentInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sources are added where they are needed: in the article's form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A source may stand under a published version, so it is not changed in place."""
        return False

"""What is entered beside an article's text: who signs, what it rests on, what stands beside it."""

from django.contrib import admin

from articles.admin.forms import CitationForm
from articles.models import Byline, Citation, Pin


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
    fields = [("publisher", "title", "url"), ("published_on", "extent", "position"), "text", "file", "note"]


class PinInline(admin.TabularInline):
    """Related Articles that the desk wants first, in this order."""

    model = Pin
    fk_name = "article"
    fields = ["other", "position", "excluded"]
    raw_id_fields = ["other"]
    extra = 0
    verbose_name_plural = "Related Articles: pinned or excluded"

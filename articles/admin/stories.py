"""Stories at the desk: names and angles, what the program proposes, merging and splitting."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Story, StoryProposal
from articles.stories.editing import merge, not_same, rename, same, split_off
from articles.stories.jobs import post_pages
from newsroom.models import User

MERGED = 2


def _change_link(article: Article) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[article.pk]), article.headline
    )


class StoryForm(forms.ModelForm):  # type: ignore[type-arg]  # as Django's own admin has it
    """A story's name and address."""

    class Meta:
        model = Story
        fields = ["name", "slug"]

    def clean_slug(self) -> str:
        """No address that another story has or had."""
        slug: str = self.cleaned_data["slug"]
        others = Story.objects.exclude(pk=self.instance.pk)
        if others.filter(former_slugs__contains=[slug]).exists():
            raise ValidationError("This was the address of another story: choose another.")
        return slug


class AngleForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """An article's place in its story."""

    split = forms.BooleanField(label="split off", required=False)

    class Meta:
        model = Article
        fields = ["angle", "angle_order"]


class AngleInline(admin.TabularInline):
    """The articles of a story: the angle of each, their order, and which is none of this story's."""

    model = Article
    fk_name = "story"
    form = AngleForm
    fields = ["headline_link", "state", "filed_by", "angle", "angle_order", "split"]
    readonly_fields = ["headline_link", "state", "filed_by"]
    extra = 0
    max_num = 0
    can_delete = False
    verbose_name = "angle"
    ordering = ["angle_order", "-published_at"]

    @admin.display(description="Article")
    def headline_link(self, article: Article) -> SafeString:
        """The way to the article's own form."""
        return _change_link(article)

    @admin.display(description="Put here by")
    def filed_by(self, article: Article) -> str:
        """Who put it into the story; the desk's word is never changed by the program."""
        return "the desk" if article.is_filed_by_desk else "the program"


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Events that several articles tell."""

    form = StoryForm
    list_display = ["name", "angles", "named_by", "slug"]
    list_filter = ["named_by"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AngleInline]
    actions = ["merge_selected"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Story | None = None) -> dict[str, Any]:
        """A new story's address follows its name; an old one's stays unless it is changed on purpose."""
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """What became part of another story is listed no more."""
        return super().get_queryset(request).filter(merged_into=None).annotate(articles_in_it=Count("articles"))

    @admin.display(description="Articles", ordering="articles_in_it")
    def angles(self, story: Any) -> int:
        """How many articles are in it."""
        return int(story.articles_in_it)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Links to a story never die: it is merged, or its articles are split off."""
        return False

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        """A name given here is the desk's; the old address leads to the new one."""
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_data:
            rename(obj, obj.name, obj.slug)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Writes angle and order and nothing else of an article, which may have been saved meanwhile."""
        for row in formset.forms:
            if row.has_changed():
                article: Article = row.instance
                Article.objects.filter(pk=article.pk).update(angle=article.angle, angle_order=article.angle_order)
                if row.cleaned_data.get("split") and split_off(
                    Article.objects.select_related("story").get(pk=article.pk)
                ):
                    messages.success(request, f"“{article.headline}” is in no story now, and stays so.")
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        post_pages(form.instance.pk)

    @admin.action(description="Merge into one story", permissions=["change"])
    def merge_selected(self, request: HttpRequest, stories: QuerySet[Story]) -> None:
        """The desk's own story keeps its name and address, else the oldest; the others' addresses lead to it."""
        chosen = list(stories)
        if len(chosen) < MERGED:
            messages.error(request, "Choose two or more stories to merge.")
            return
        into = merge(chosen)
        self.log_change(request, into, f"Merged: {', '.join(story.name for story in chosen if story.pk != into.pk)}.")
        messages.success(request, f"{len(chosen)} stories are one now: “{into}”.")


class StateFilter(admin.SimpleListFilter):
    """Open proposals, unless others are asked for."""

    title = "answer"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The answers, and all of them."""
        return [*StoryProposal.State.choices, ("all", "all")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Without Django's own first choice, which stands for no filter."""
        for value, words in self.lookup_choices:
            chosen = (self.value() or StoryProposal.State.OPEN) == value
            yield {
                "selected": chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[StoryProposal]) -> QuerySet[StoryProposal]:
        """Those with that answer."""
        value = self.value() or StoryProposal.State.OPEN
        return queryset if value == "all" else queryset.filter(state=value)


@admin.register(StoryProposal)
class StoryProposalAdmin(admin.ModelAdmin):
    """Articles that may tell one event: the program asks, the desk answers."""

    list_display = ["likeness", "one", "two", "stories", "state", "by"]
    list_display_links = None
    list_filter = [StateFilter]
    list_select_related = ["article__story", "other__story", "by"]
    actions = ["are_the_same", "are_not_the_same"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The program proposes; the desk files an article in its form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An answer stays, so that nobody is asked again."""
        return False

    @admin.display(description="Alike", ordering="score")
    def likeness(self, proposal: StoryProposal) -> str:
        """The mean likeness of the two groups."""
        return f"{proposal.score:.2f}"

    @admin.display(description="Article")
    def one(self, proposal: StoryProposal) -> SafeString:
        """The one article."""
        return _change_link(proposal.article)

    @admin.display(description="And")
    def two(self, proposal: StoryProposal) -> SafeString:
        """The other article."""
        return _change_link(proposal.other)

    @admin.display(description="Now in")
    def stories(self, proposal: StoryProposal) -> str:
        """The stories they are in."""
        names = dict.fromkeys(str(article.story) for article in (proposal.article, proposal.other) if article.story)
        return " / ".join(names) or "no story"

    @admin.action(description="One story", permissions=["change"])
    def are_the_same(self, request: HttpRequest, proposals: QuerySet[StoryProposal]) -> None:
        """Each pair, with the stories they are in, becomes one story."""
        assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
        for proposal in proposals:
            story = same(
                StoryProposal.objects.select_related("article__story", "other__story").get(pk=proposal.pk), request.user
            )
            messages.success(request, f"“{proposal.article}” and “{proposal.other}” are angles of “{story}”.")

    @admin.action(description="Not the same", permissions=["change"])
    def are_not_the_same(self, request: HttpRequest, proposals: QuerySet[StoryProposal]) -> None:
        """The program never puts them together, and never asks again."""
        assert isinstance(request.user, User)  # noqa: S101 - as above
        count = sum(not_same(proposal, request.user) for proposal in proposals)
        messages.success(request, f"{count} answered: not the same.")

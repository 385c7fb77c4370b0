"""The desk's forms: what a draft may lack, what it may not, and sentences that say what to do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from articles.body import BodyError, lay_out_body
from articles.citing import Cited, cite
from articles.ingest.extract import Extracted
from articles.ingest.failing import IngestError
from articles.ingest.reading import host_of
from articles.ingest.uploads import ACCEPT, uploaded
from articles.models import Article, Citation, Source, SourceDocument
from articles.models.article import BODY_LIMIT
from articles.pictures import PictureError, take_in


class ArticleForm(forms.ModelForm):
    """The working copy; remembers which save it started from, so that two editors can not overwrite each other."""

    picture = forms.FileField(label="New picture", required=False, help_text="JPEG, PNG or WebP, at most 10 MB")
    no_picture = forms.BooleanField(label="Take the picture out", required=False)
    # Browsers keep a hidden field's old value over a reload unless told not to.
    based_on = forms.IntegerField(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)
    slug = forms.SlugField(
        required=False,
        max_length=120,
        help_text="the address; made from the headline where left empty, fixed once published",
    )

    class Meta:
        model = Article
        fields = [
            "headline", "dek", "section", "story", "angle", "body", "hero_alt", "hero_caption", "hero_credit",
            "ai_headline", "ai_dek", "ai_body", "ai_provider", "ai_model", "slug", "language", "publish_at", "notice", "date_note",
        ]  # fmt: skip
        widgets = {
            "headline": forms.TextInput(attrs={"class": "vTextField input-title"}),
            "dek": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField body"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"].initial = self.instance.revision

    def clean_body(self) -> str:
        """Bounded in length and in what it costs to lay out."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > BODY_LIMIT:
            raise ValidationError(
                f"The body has {len(body):,} characters; the limit is {BODY_LIMIT:,}. Split it into several articles."
            )
        try:
            lay_out_body(body)
        except BodyError as error:
            raise ValidationError(str(error)) from error
        return body

    def clean_slug(self) -> str:
        """Never changes after publication; made from the headline where the desk gives none."""
        if self.instance.published_at:
            return self.instance.slug
        base = self.cleaned_data["slug"] or slugify(self.data.get("headline", ""))[:100] or "article"
        slug, n = base, 1
        while Article.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            n += 1
            slug = f"{base}-{n}"
        return slug

    def clean_no_picture(self) -> bool:
        """A new picture in the same form wins."""
        if self.cleaned_data["no_picture"] and not self.cleaned_data.get("picture"):
            self.instance.hero = None
        return bool(self.cleaned_data["no_picture"])

    def clean_picture(self) -> Any:
        """Takes the picture in at once, so that a faulty one is named beside its field."""
        upload = self.cleaned_data.get("picture")
        if upload:
            try:
                self.instance.hero = take_in(upload.read(), upload.name)
            except PictureError as error:
                raise ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any]:
        """Refuses to overwrite what somebody else saved meanwhile; a second save is deliberate and goes through."""
        cleaned = super().clean() or {}
        if self.instance.pk:
            stored = Article.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
            if cleaned.get("based_on") != stored.revision:
                self.data = self.data.copy()
                self.data["based_on"] = str(stored.revision)
                raise ValidationError(
                    "Somebody else saved this article while you were writing. Nothing of yours is lost: your text stands below. "
                    "Open the article in a second window to see theirs, take over what you need, and save again."
                )
            self.instance.revision = stored.revision + 1
        return cleaned


class CitationForm(forms.ModelForm):
    """A source under an article, entered in place: publisher, title, address, and the text as read."""

    publisher = forms.CharField(required=False, max_length=150)
    title = forms.CharField(required=False, max_length=300)
    url = forms.URLField(label="Address", required=False, max_length=600, assume_scheme="https")
    note = forms.CharField(
        label="Note, for own reporting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="what was seen or heard, where there is no address",
    )
    published_on = forms.DateField(label="Date", required=False, help_text="YYYY-MM-DD")
    text = forms.CharField(label="Text as read", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(
        label="or a file",
        required=False,
        help_text=".txt, .md or .html, at most 5 MB",
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    extent = forms.ChoiceField(
        label="How much was read", choices=SourceDocument.Extent.choices, initial=SourceDocument.Extent.WHOLE
    )

    class Meta:
        model = Citation
        fields = ["position"]
        widgets = {"position": forms.NumberInput(attrs={"class": "vSmallField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            source: Source = self.instance.source
            document = source.documents.first()
            self.initial |= {
                name: getattr(source, name) for name in ("publisher", "title", "url", "note", "published_on")
            }
            if document:
                self.initial |= {"text": document.text, "extent": document.extent}

    def clean_file(self) -> Extracted | None:
        """Reads the file at once, so that a faulty one is named beside its field."""
        upload = self.cleaned_data.get("file")
        try:
            return uploaded(upload) if upload else None
        except IngestError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """A published item has its address; own reporting says what it was."""
        cleaned = super().clean() or {}
        found = cleaned.get("file")
        if found:
            cleaned |= {"text": found.text, "extent": found.extent}
        url = cleaned.get("url") or ""
        cleaned["publisher"] = cleaned.get("publisher") or (found.publisher if found else "") or host_of(url)
        cleaned["title"] = cleaned.get("title") or (found.title if found else "") or url[:300]
        if not self.errors and not (cleaned["publisher"] and cleaned["title"]):
            raise ValidationError("Name the publisher and the title of the source.")
        if cleaned.get("url") and not cleaned["url"].startswith(("http://", "https://")):
            raise ValidationError({"url": "The address must begin with http:// or https://."})
        if not self.errors and not cleaned.get("url") and not cleaned.get("note"):
            raise ValidationError(
                "Give the source's address or, for own reporting, a note that says what was seen or heard."
            )
        return cleaned

    def save(self, commit: bool = True) -> Citation:
        """Writes through the verb; the form set passes the article in on the instance."""
        values = self.cleaned_data
        cited = Cited(
            **{name: values[name] for name in ("publisher", "title", "url", "note", "published_on", "text", "extent")}
        )
        self.instance = cite(
            self.instance.article, cited, values.get("position") or 0, self.instance if self.instance.pk else None
        )
        return self.instance

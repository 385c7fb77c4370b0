"""The readers' forms."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from comments.models import Pace, Wishes
from newsroom.models import User
from newsroom.naming import UnfitNameError
from newsroom.readers.renaming import rename

if TYPE_CHECKING:
    WishesModelForm = forms.ModelForm[Wishes]
else:
    WishesModelForm = forms.ModelForm

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
DAILY_OR_NEVER = [(Pace.DAILY, Pace.DAILY.label), (Pace.NEVER, Pace.NEVER.label)]


class WishesForm(WishesModelForm):
    """How a reader wants to be told."""

    articles = forms.ChoiceField(choices=DAILY_OR_NEVER)
    digest_at = forms.TypedChoiceField(choices=HOURS, coerce=int)

    class Meta:
        model = Wishes
        fields = ("replies", "picks", "articles", "digest_at")

    def __init__(self, reader: User, data: Any = None) -> None:
        wishes = Wishes.objects.filter(reader=reader).first() or Wishes(reader=reader)
        super().__init__(data, instance=wishes)

    def save(self, commit: bool = True) -> Wishes:
        """Keeps the wishes; a daily mail whose hour has passed today begins tomorrow."""
        wishes = super().save(commit=False)
        now = timezone.now()
        if wishes.digest_sent_on is None and now.hour >= wishes.digest_at:
            wishes.digest_sent_on = now.date()
        wishes.save()
        return wishes


class NameForm(forms.Form):
    """Another public name."""

    name = forms.CharField(
        max_length=200, strip=False, label="Public name", widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )

    def __init__(self, reader: User, data: Any = None) -> None:
        self.reader = reader
        super().__init__(data, initial={"name": reader.public_name})

    def save(self) -> bool:
        """Takes the name; False with the reason beside the field where that cannot be."""
        try:
            rename(self.reader, self.cleaned_data["name"])
        except UnfitNameError as reason:
            self.add_error("name", str(reason))
            return False
        return True


class LeavingForm(forms.Form):
    """The last question before an account goes."""

    keeps = forms.ChoiceField(choices=[("1", "Keep them, without my name"), ("0", "Delete them too")])
    email = forms.CharField(max_length=254)

    def __init__(self, reader: User, data: Any = None) -> None:
        self.reader = reader
        super().__init__(data)

    def clean_email(self) -> str:
        """The reader's own address, typed."""
        typed: str = self.cleaned_data["email"]
        if typed.strip().casefold() != self.reader.email.casefold():
            raise forms.ValidationError("This is not the address of this account. Type the one you sign in with.")
        return typed

"""Coming back: who asked to be deleted and signs in is first asked whether they stay."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpResponseRedirect
from django.urls import reverse

from newsroom.models import User
from newsroom.readers.models import Leaving


@receiver(user_logged_in)
def offer_to_stay(user: User, response: Any = None, **_: Any) -> None:
    """Leads from the sign-in to the page that offers it, wherever it would have led."""
    if isinstance(response, HttpResponseRedirect) and Leaving.objects.filter(reader=user).exists():
        response["Location"] = reverse("me-stay")

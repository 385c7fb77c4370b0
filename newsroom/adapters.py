"""What django-allauth asks the house: how accounts are made, who gives way to whom, and where people go from there."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.mail.accounts import PostedMail
from newsroom.models import User
from newsroom.sender import sender_of

VOID = "The password chosen before this address was confirmed is void, since anybody may have chosen it. Set one when you like."


def called(user: User) -> str:
    """What somebody is called in messages about their own account."""
    return user.public_name


class AccountAdapter(PostedMail, DefaultAccountAdapter):
    """Accounts that sign in with an address of theirs."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and password do not belong together. Try again, or have a code sent to you by email.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or sign in with a passkey or a code by email.",
        "incorrect_code": "This code is not right. Type the newest one, and mind that it lasts ten minutes.",
        "rate_limited": "That was too fast. Wait a minute and try again.",
        "enter_current_password": "This is not your present password. Try again, or have a link sent to set a new one.",
        "incorrect_password": "This is not your password. Try again.",
        "duplicate_email": "This is your address already.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who is counted by the limits; a request that hides where it comes from is not taken."""
        address = sender_of(request)
        if address is None:
            raise PermissionDenied
        return address

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """The username is for the house alone and says nothing: nobody types, sees or guesses it."""
        user.username = user.username or secrets.token_hex(12)

    def is_safe_url(self, url: str) -> bool:
        """People are only ever sent on within this host, whatever other names the site answers to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who comes from nowhere in particular: staff go to the desk, which asks for what it needs; readers to the front page."""
        return reverse("admin:index") if request.user.is_staff else str(super().get_login_redirect_url(request))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Takes the address as theirs, unless it is somebody else's; an account nobody ever confirmed gives way."""
        others = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        others.filter(last_login=None).exclude(emailaddress__verified=True).delete()
        if others.exists():
            about = {"email": email_address.email}
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", about)
            return False
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in mails lead to the site's own address, by whatever name it was asked; on loopback to where the reader is."""
        asked = self.request.build_absolute_uri("/") if self.request and not settings.LOOPBACK else None
        if asked:
            context = {name: _at_home(value, asked) for name, value in context.items()}
        super().send_mail(template_prefix, email, context)


def _at_home(value: Any, asked: str) -> Any:
    if isinstance(value, str) and value.startswith(asked):
        return f"{settings.SITE_URL}/{value.removeprefix(asked)}"
    return value


@receiver(email_confirmed)
def keep_out_who_chose_the_password(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    """Who first confirms an address by a sign-in code may not be who made the account: the password chosen then is void.

    Without this, somebody could make an account with another's address, wait until its owner signs in by code, and
    come in with the password.
    """
    user = email_address.user
    records = get_authentication_records(request, user)
    if user.last_login is None and records and records[-1]["method"] == "code":
        user.set_unusable_password()
        user.save(update_fields=["password"])
        get_adapter(request).add_message(request, messages.INFO, message=VOID)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right, or was used before. Wait for the next one and type that.",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """What a new passkey is called until its owner names it."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts elsewhere: they prove an address, and nothing more is kept of them."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers that the environment names; none can be added by hand."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """Their buttons, in the order of the settings."""
        order = list(settings.SOCIALACCOUNT_PROVIDERS)
        return sorted(super().list_providers(request), key=lambda provider: order.index(provider.id))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Takes over the address alone; only a plain "yes, verified" counts, where some say the word "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or str(address.verified).lower() == "true"
        sociallogin.account.extra_data = {"email": data.get("email") or ""}
        return super().populate_user(request, sociallogin, {"email": data.get("email")})

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account of the same address, where both sides proved it: the provider says so, and it was confirmed here."""
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found and EmailAddress.objects.filter(user=found[0], email__iexact=found[1], verified=True).exists():
            return found
        return None

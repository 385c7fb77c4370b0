"""The forms at the entrance: django-allauth's own, where they would tell more than they should or answer less clearly."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

TOO_MANY = "too_many_login_attempts"


class LoginForm(AllauthLoginForm):
    """Lets the browser offer passkeys beside the addresses that it remembers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class SignupForm(AllauthSignupForm):
    """Asks for an address and a password: with nothing else to choose, nothing tells who has an account."""

    def try_save(self, request: HttpRequest) -> Any:
        """Makes the account, or mails who has one; a password is hashed either way, since that is what takes time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Takes the address also from the sign-in form, whose second button leads here."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data and "email" not in data and "login" in data:
            data = data.copy()
            data["email"] = data["login"]
        super().__init__(data, *args, **kwargs)


class LimitedCode:
    """Who typed too many wrong codes gets 429 and not the form again."""

    def clean_code(self) -> str:
        """The code, if it is right."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError as error:
            if error.code == TOO_MANY:
                raise ImmediateHttpResponse(respond_429(context.request)) from error
            raise


class CodeForm(LimitedCode, AuthenticateForm):
    """The second factor at sign-in."""


class CodeAgainForm(LimitedCode, ReauthenticateForm):
    """The second factor before something that protects the account is changed."""

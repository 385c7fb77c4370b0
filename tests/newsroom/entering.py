"""How people in the tests come in: by the pages, as everybody does."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from newsroom.mail.models import Mail
from newsroom.models import User

PASSWORD = "correct horse battery"
NEW_PASSWORD = "a long enough secret"


def sign_in(client: Client, user: User, password: str = PASSWORD, **values: str) -> Any:
    """By address and password."""
    return client.post("/accounts/login/", {"login": user.email, "password": password} | values)


def sign_up(client: Client, email: str, password: str = NEW_PASSWORD, **values: str) -> Any:
    """As a stranger does."""
    return client.post("/accounts/signup/", {"email": email, "password1": password} | values)


def newest_letter(to: str) -> Mail:
    """The last mail to somebody."""
    letter = Mail.objects.filter(to=to).first()
    assert letter, f"no mail to {to}"
    return letter


def link_in(letter: Mail, part: str) -> str:
    """The path of the link that has `part` in it."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", letter.text)
    assert found, letter.text
    return found[1]


def code_in(letter: Mail) -> str:
    """The sign-in code of a letter."""
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found[1]


def with_app(user: User) -> str:
    """Gives somebody an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def with_recovery_codes(user: User) -> list[str]:
    """Gives somebody recovery codes; returns them."""
    RecoveryCodes.activate(user)
    codes: list[str] = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    return codes


def digits(secret: str) -> str:
    """What the app shows now; waits for the next half minute where this one is about to end."""
    if (left := 30 - time.time() % 30) < 1:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def wrong_digits(secret: str) -> str:
    """Six digits that the app does not show now, before or after."""
    near = {format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)) for step in range(-2, 4)}
    return next(
        code for code in ("123456", "654321", "111111", "222222", "333333", "444444", "555555") if code not in near
    )


class CountingHasher(PBKDF2PasswordHasher):
    """Hashes quickly, and counts how often."""

    algorithm, iterations, times = "counting", 1, 0

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        CountingHasher.times += 1
        return super().encode(password, salt, iterations)

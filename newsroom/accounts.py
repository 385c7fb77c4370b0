"""Accounts that commands make: editors, and the demo's two people; and how an account's sessions end."""

import json
from itertools import count
from pathlib import Path

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse

from newsroom.models import User
from newsroom.roles import editors


def make_editor(email: str, username: str = "") -> User:
    """Makes somebody an editor, with an account and a confirmed address where there was none."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(_free_name(username or email.split("@", maxsplit=1)[0]), email)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(editors())
    confirm(user)
    return user


def confirm(user: User) -> None:
    """Takes the address as theirs: the operator vouches for it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def one_time_link(user: User) -> str:
    """A link that works until the password is set with it."""
    names = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=names)}"


def end_sessions(user: User) -> int:
    """Signs somebody out everywhere, from their next request on; says how many sessions that were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def make_demo_accounts(file: Path) -> None:
    """An editor and a reader with the passwords of `file`: {"editor": {"email", "password"}, "reader": {…}}."""
    for name, account in json.loads(file.read_text()).items():
        user = make_editor(account["email"], name) if name == "editor" else _reader(account["email"], name)
        if not user.check_password(account["password"]):
            user.set_password(account["password"])
            user.save(update_fields=["password"])


def _reader(email: str, username: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(_free_name(username), email)
    confirm(user)
    return user


def _free_name(wanted: str) -> str:
    names = (wanted if n == 1 else f"{wanted}{n}" for n in count(1))
    return next(name for name in names if not User.objects.filter(username=name).exists())

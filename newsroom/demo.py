"""The demo's two people."""

import json
from pathlib import Path

from allauth.account.models import EmailAddress

from newsroom.models import User
from newsroom.roles import editors


def make_accounts(file: Path) -> None:
    """An editor and a reader with the passwords of `file`: {"editor": {"email", "password"}, "reader": {…}}."""
    for name, account in json.loads(file.read_text()).items():
        user, fresh = User.objects.get_or_create(
            email=account["email"], defaults={"username": name, "is_staff": name == "editor"}
        )
        if fresh or not user.check_password(account["password"]):
            user.set_password(account["password"])
            user.save()
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        if name == "editor":
            user.groups.add(editors())

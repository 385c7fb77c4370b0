"""The people who use the site."""

import secrets
import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify


def nameless() -> str:
    """What somebody is called who has not said how readers shall see them."""
    return f"Reader {secrets.randbelow(9_000_000) + 1_000_000}"


class User(AbstractUser):
    """Somebody with an account: signs in by email, is seen by a public name; the username is never shown."""

    email = models.EmailField("email address", unique=True)
    public_name = models.CharField(max_length=40, default=nameless, help_text="what readers see beside thoughts")
    slug = models.CharField(max_length=60, unique=True, editable=False, help_text="the public name in an address")
    mark = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text="stands for them in logs, and says nothing once they left",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_email"),
            models.CheckConstraint(condition=~models.Q(public_name=""), name="user_has_public_name"),
            models.UniqueConstraint(Lower("public_name"), name="user_public_name_once"),
        ]

    def __str__(self) -> str:
        return self.public_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the address of the public page in step with the public name."""
        if not self.slug or self._state.adding:
            self.slug = free_slug(self.public_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """What readers see of them."""
        return reverse("reader", args=[self.slug])


def free_slug(name: str) -> str:
    """The name as a part of an address that nobody has yet."""
    wanted = slugify(name, allow_unicode=True)[:50] or "reader"
    taken = User.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    if wanted not in taken:
        return wanted
    return f"{wanted}-{secrets.token_hex(4)}"

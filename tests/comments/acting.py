"""What tests of acting on thoughts share: an open conversation, and forms as browsers send them."""

import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from comments.models import Comment, Thresholds

SCRIPT = {"Accept": "application/json"}


def open_doors() -> None:
    """Nobody is new and no link is strange: what is posted is published."""
    Thresholds.objects.update_or_create(pk=1, defaults={"newcomer_approvals": 0, "link_approvals": 0})


def post(client: Client, article: Any, body: str, /, headers: dict[str, str] | None = None, **values: str) -> Any:
    """The composer's form."""
    form = {"body": body, "idempotency_key": str(uuid.uuid4())} | values
    return client.post(f"{article.get_absolute_url()}thoughts/", form, headers=headers)


def act(client: Client, thought: Comment, name: str, /, headers: dict[str, str] | None = None, **values: str) -> Any:
    """The form of one of a thought's small pages."""
    return client.post(f"{thought.get_absolute_url()}{name}/", values, headers=headers)


def aged(thought: Comment, **ago: float) -> Comment:
    """The thought as if it had been posted so long ago."""
    Comment.objects.filter(pk=thought.pk).update(created_at=timezone.now() - timedelta(**ago))
    thought.refresh_from_db()
    return thought

"""Who moderates."""

from django.contrib.auth.models import AnonymousUser

from comments.models import Mover
from newsroom.models import User


def may_moderate(user: User | AnonymousUser) -> bool:
    """Whether somebody decides on others' thoughts, and so reads what is not public."""
    return bool(user.is_active and user.is_staff and user.has_perm("comments.change_comment"))


def role_of(by: User) -> Mover:
    """Under which name somebody moves thoughts."""
    return Mover.ADMIN if by.is_superuser else Mover.MODERATOR


def may_pick(user: User | AnonymousUser) -> bool:
    """Whether somebody picks thoughts for all readers to see: editors."""
    return bool(user.is_active and user.is_staff and user.has_perm("comments.pick_comment"))

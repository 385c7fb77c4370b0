"""Who moderates."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from comments.models import Mover
from newsroom.models import User

PICK = "comments.pick_comment"
# Who knows what somebody may do: Django's own tables.
RIGHTS = "django.contrib.auth.backends.ModelBackend"


def may_moderate(user: User | AnonymousUser) -> bool:
    """Whether somebody decides on others' thoughts, and so reads what is not public."""
    return bool(user.is_active and user.is_staff and user.has_perm("comments.change_comment"))


def role_of(by: User) -> Mover:
    """Under which name somebody moves thoughts."""
    return Mover.ADMIN if by.is_superuser else Mover.MODERATOR


def may_pick(user: User | AnonymousUser) -> bool:
    """Whether somebody picks thoughts for all readers to see: editors."""
    return bool(user.is_active and user.is_staff and user.has_perm(PICK))


def pickers() -> QuerySet[User]:
    """All who may, for a query that asks for more."""
    return User.objects.with_perm(PICK, backend=RIGHTS).filter(is_staff=True)

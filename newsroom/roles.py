"""Who may do what at the desk."""

from django.contrib.auth.models import Group, Permission

EDITORS = "Editors"
MODERATORS = "Moderators"
# What moderators change: thoughts, by deciding on them, and the list of words. They read the rest of the letters page, and
# pick nothing.
DECIDED = ("change_comment", "change_penalty", "add_word", "change_word", "delete_word")
# What the desk may take away again: rows that nothing public rests on.
DROPPED = ("delete_citation", "delete_byline", "delete_pin", "delete_word", "delete_rules")


def editors() -> Group:
    """The group of those who write, publish and read thoughts; brought up to date each time."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    wanted = Permission.objects.filter(content_type__app_label__in=["articles", "comments"]).exclude(
        codename__startswith="delete_"
    )
    drafts = Permission.objects.filter(codename__in=DROPPED)
    jobs = Permission.objects.filter(content_type__app_label="outbox", codename="view_job")
    group.permissions.set([*wanted, *drafts, *jobs])
    return group


def moderators() -> Group:
    """The group of those who decide on thoughts, reports, appeals and notices; brought up to date each time."""
    group, _ = Group.objects.get_or_create(name=MODERATORS)
    letters = Permission.objects.filter(content_type__app_label="comments")
    group.permissions.set([*letters.filter(codename__startswith="view_"), *letters.filter(codename__in=DECIDED)])
    return group

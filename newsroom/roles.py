"""Who may do what at the desk."""

from django.contrib.auth.models import Group, Permission

EDITORS = "Editors"


def editors() -> Group:
    """The group of those who write, publish and read thoughts; brought up to date each time."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    wanted = Permission.objects.filter(content_type__app_label__in=["articles", "comments"]).exclude(
        codename__startswith="delete_"
    )
    drafts = Permission.objects.filter(codename__in=["delete_citation", "delete_byline", "delete_relatedarticle"])
    jobs = Permission.objects.filter(content_type__app_label="outbox", codename="view_job")
    group.permissions.set([*wanted, *drafts, *jobs])
    return group

"""Readers get a public name of their own, a page, and a mark that stands for them in logs."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.text import slugify


def name(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seen = set()
    for user in apps.get_model("newsroom", "User").objects.order_by("pk").iterator():
        public, slug = user.username[:30], slugify(user.username, allow_unicode=True)[:40] or "reader"
        if public.lower() in seen or slug in seen:
            public, slug = f"{public} {user.pk}", f"{slug}-{user.pk}"
        seen |= {public.lower(), slug}
        user.public_name, user.slug, user.mark = public, slug, uuid.uuid4()
        user.save(update_fields=["public_name", "slug", "mark"])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_initial")]

    operations = [
        migrations.AddField(
            "user",
            "public_name",
            models.CharField(default="", max_length=40, help_text="what readers see beside thoughts"),
            preserve_default=False,
        ),
        migrations.AddField(
            "user",
            "slug",
            models.CharField(max_length=60, null=True, editable=False, help_text="the public name in an address"),
        ),
        migrations.AddField("user", "mark", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name, migrations.RunPython.noop, elidable=True),
    ]

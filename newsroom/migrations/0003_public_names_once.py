"""A public name, its address and a mark belong to one reader."""

import uuid

from django.db import migrations, models
from django.db.models.functions import Lower

import newsroom.models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_public_names")]

    operations = [
        migrations.AlterField(
            "user",
            "public_name",
            models.CharField(
                default=newsroom.models.nameless, max_length=40, help_text="what readers see beside thoughts"
            ),
        ),
        migrations.AlterField(
            "user",
            "slug",
            models.CharField(max_length=60, unique=True, editable=False, help_text="the public name in an address"),
        ),
        migrations.AlterField(
            "user",
            "mark",
            models.UUIDField(
                unique=True,
                default=uuid.uuid4,
                editable=False,
                help_text="stands for them in logs, and says nothing once they left",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(condition=~models.Q(public_name=""), name="user_has_public_name"),
        ),
        migrations.AddConstraint("user", models.UniqueConstraint(Lower("public_name"), name="user_public_name_once")),
    ]

"""Pins get a table of their own: they stood among ten times as many computed rows as there are articles."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One model more, still empty."""

    dependencies = [("articles", "0019_terms_counted_in_blocks")]
    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, help_text="order of the pins")),
                ("excluded", models.BooleanField(default=False, help_text="never shown below this article")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to="articles.article",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pinned_below",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "other"), name="pin_once"),
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("other")), _negated=True), name="pin_not_itself"
                    ),
                ],
            },
        ),
    ]

"""A story's page is laid out once, when its articles change."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A story's page is laid out once, when its articles change."""

    dependencies = [("articles", "0013_stories_by_the_program")]
    operations = [
        migrations.CreateModel(
            name="StoryPage",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="page",
                        serialize=False,
                        to="articles.story",
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        help_text="names the articles, their versions and the templates it was made from", max_length=64
                    ),
                ),
                ("html", models.TextField(help_text="facts, conflicts, timeline and sources")),
                ("laid_out_at", models.DateTimeField(auto_now=True)),
            ],
        ),
    ]

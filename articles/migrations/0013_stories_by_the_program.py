"""The program puts articles of one event together; what the desk decided stays as it is."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The program puts articles of one event together; what the desk decided stays as it is."""

    dependencies = [
        ("articles", "0012_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="story",
            name="named_by",
            field=models.CharField(
                choices=[("desk", "the desk"), ("program", "the program")],
                db_default="desk",
                default="desk",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="named_after",
            field=models.ForeignKey(
                editable=False,
                help_text="the article whose headline the program took for a name",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="former_slugs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(),
                db_default=[],
                default=list,
                editable=False,
                help_text="addresses that lead here for ever",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                help_text="what it became part of",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="articles.story",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=django.contrib.postgres.indexes.GinIndex(fields=["former_slugs"], name="story_former_slugs"),
        ),
        migrations.AddField(
            model_name="article",
            name="grouped_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="grouped",
                to="articles.story",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="angle_order",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="place among the story's angles; those without one follow, newest first",
                null=True,
                verbose_name="order",
            ),
        ),
        migrations.AddField(
            model_name="articlevector",
            name="grouped_at",
            field=models.DateTimeField(help_text="when the text was last compared for its story", null=True),
        ),
        migrations.AddIndex(
            model_name="articlevector",
            index=models.Index(condition=models.Q(("grouped_at", None)), fields=["article"], name="vector_ungrouped"),
        ),
        migrations.CreateModel(
            name="StoryProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField(default=0, help_text="mean likeness of their groups, 0 to 1")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("same", "one story"), ("apart", "not the same")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="story_proposals",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="story_proposals_from",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "other"), name="story_proposal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("article__lt", models.F("other"))), name="story_proposal_in_order"
                    ),
                ],
            },
        ),
    ]

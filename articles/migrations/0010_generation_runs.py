"""Generation runs, and who approved a summary."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Generation runs, and who approved a summary."""

    dependencies = [
        ("articles", "0009_a_passage_can_be_rejected"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="summary",
            name="approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="summary",
            name="findings",
            field=models.JSONField(default=list, help_text="what the checks found on the points of a model"),
        ),
        migrations.AddField(
            model_name="keypoint",
            name="wording",
            field=models.TextField(blank=True, help_text="a model's own words; empty where the point is verbatim"),
        ),
        migrations.CreateModel(
            name="GenerationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("summary", "key points"), ("draft", "a draft of an article")], max_length=10
                    ),
                ),
                ("provider", models.CharField(max_length=40)),
                ("model", models.CharField(blank=True, max_length=120)),
                (
                    "prompt_version",
                    models.CharField(help_text="which prompt, or which method and its version", max_length=80),
                ),
                (
                    "input_hash",
                    models.CharField(help_text="SHA-256 over the hashes of all inputs, in order", max_length=64),
                ),
                (
                    "inputs",
                    models.JSONField(default=list, help_text="each input: what it is, and the SHA-256 of its text"),
                ),
                ("parameters", models.JSONField(default=dict)),
                ("output", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list, help_text="what the checks found on the output")),
                ("tokens_in", models.PositiveIntegerField(null=True)),
                ("tokens_out", models.PositiveIntegerField(null=True)),
                ("cost", models.DecimalField(decimal_places=9, default=0, max_digits=18)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="articles.article"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="articles.articleversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="summary",
            name="run",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="summaries",
                to="articles.generationrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="summary_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="generationrun",
            constraint=models.UniqueConstraint(
                fields=("article", "kind", "provider", "model", "prompt_version", "input_hash"), name="run_once"
            ),
        ),
    ]

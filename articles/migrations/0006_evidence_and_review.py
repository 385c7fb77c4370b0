"""Evidence and review: what the desk puts on record, what a version keeps of it, and when a source last answered."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Evidence and review: what the desk puts on record, what a version keeps of it, and when a source last answered."""

    dependencies = [
        ("articles", "0005_oldest_vectors_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="ai_provider",
            field=models.CharField(blank=True, help_text="who runs the model", max_length=60, verbose_name="provider"),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="ai_provider",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="responsible",
            field=models.CharField(blank=True, help_text="who answers for the text, by name", max_length=150),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="review",
            field=models.JSONField(
                default=dict, help_text="what the reviewer opened and decided, as it stood at publication"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="evidence",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sentence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reported", "reported"),
                    ("attributed", "attributed"),
                    ("background", "background"),
                    ("inference", "inference"),
                    ("quotation", "quotation"),
                ],
                default="reported",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="failure",
            field=models.CharField(
                blank=True, editable=False, help_text="why it did not answer, if so", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="tried_at",
            field=models.DateTimeField(editable=False, help_text="when the address was last asked for", null=True),
        ),
        migrations.CreateModel(
            name="Backing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sentence_hash", models.CharField(help_text="SHA-256 of the sentence", max_length=64)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                ("score", models.FloatField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("accepted", "accepted")], default="proposed", max_length=10
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="backings", to="articles.article"
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.sourcedocument"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "sentence_hash", "document", "start", "end"), name="backing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="backing_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sentence_hash", models.CharField(max_length=64)),
                ("check_name", models.CharField(max_length=40)),
                ("words", models.TextField(blank=True, help_text="the words that the check named")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "sentence_hash", "check_name", "words", "by"), name="decision_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="decision_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("findings", models.JSONField(default=list)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gate_runs", to="articles.article"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [models.UniqueConstraint(fields=("article", "content_hash"), name="gate_run_once")],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.sourcedocument"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [models.UniqueConstraint(fields=("article", "document", "by"), name="opening_once")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("accuracy", models.BooleanField(help_text="I compared the text with its sources")),
                ("sources", models.BooleanField(help_text="the sources are fit to rest on")),
                ("could_reject", models.BooleanField(help_text="I was free to change or reject the text")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "content_hash", "by"), name="review_once"),
                    models.CheckConstraint(
                        condition=models.Q(("accuracy", True), ("could_reject", True), ("sources", True)),
                        name="review_answers_yes",
                    ),
                ],
            },
        ),
    ]

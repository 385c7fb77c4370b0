"""The words that search knows, found by trigrams and counted in letters; `fuzzystrmatch` is a trusted extension."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words and how common they are."""

    dependencies = [("articles", "0011_runs_are_frozen")]
    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("articles", models.IntegerField(default=0, help_text="about how many texts are found by it")),
                (
                    "written",
                    models.IntegerField(
                        default=0, help_text="how many of the newest texts write it so; 0 for a mere stem"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("written__gt", 0)),
                        fields=["word"],
                        name="word_trigrams",
                        opclasses=["gin_trgm_ops"],
                    )
                ]
            },
        ),
    ]

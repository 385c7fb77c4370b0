"""A passage that the desk rejected stays on record, so that nobody proposes it again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A passage that the desk rejected stays on record, so that nobody proposes it again."""

    dependencies = [("articles", "0008_red_only_with_a_reason")]
    operations = [
        migrations.AlterField(
            model_name="backing",
            name="state",
            field=models.CharField(
                choices=[("proposed", "proposed"), ("accepted", "accepted"), ("rejected", "rejected")],
                default="proposed",
                max_length=10,
            ),
        ),
    ]

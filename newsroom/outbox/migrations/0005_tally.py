"""What is counted over all processes: messages that reached no broker, jobs that were missing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the tallies."""

    dependencies = [("outbox", "0004_a_lane_for_mail")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=0)),
            ],
        ),
    ]

"""A job waits in a lane, so that what is slow holds up nothing that is quick."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the lane, and finds due jobs by it."""

    dependencies = [
        ("outbox", "0002_moves"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="job",
            name="job_due",
        ),
        migrations.AddField(
            model_name="job",
            name="lane",
            field=models.CharField(
                choices=[("desk", "desk"), ("fetch", "fetching sources"), ("provider", "calling a provider")],
                db_default="desk",
                default="desk",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "retry"])), fields=["lane", "run_at"], name="job_due"
            ),
        ),
    ]

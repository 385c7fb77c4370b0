"""Mail waits in a lane of its own: no drafting and no fetching holds up a sign-in code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Names the lane."""

    dependencies = [("outbox", "0003_lanes")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="lane",
            field=models.CharField(
                choices=[
                    ("desk", "desk"),
                    ("mail", "sending mail"),
                    ("fetch", "fetching sources"),
                    ("provider", "calling a provider"),
                ],
                db_default="desk",
                default="desk",
                max_length=10,
            ),
        ),
    ]

"""A version with a red finding has a reason, held by the database."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A version with a red finding has a reason, held by the database."""

    dependencies = [
        ("articles", "0007_desk_rows_hold"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("findings__contains", [{"severity": "red"}]), _negated=True),
                    models.Q(("override_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="version_red_only_with_reason",
            ),
        ),
    ]

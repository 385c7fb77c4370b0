"""A neighbour says why it is one, and the desk may exclude it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A neighbour says why it is one, and the desk may exclude it."""

    dependencies = [("articles", "0014_story_pages")]
    operations = [
        migrations.AlterField(
            model_name="relatedarticle",
            name="pinned",
            field=models.BooleanField(
                default=False, help_text="a row of the desk: shown first, or where excluded never"
            ),
        ),
        migrations.AddField(
            model_name="relatedarticle",
            name="excluded",
            field=models.BooleanField(db_default=False, default=False, help_text="never shown below this article"),
        ),
        migrations.AddField(
            model_name="relatedarticle",
            name="reason",
            field=models.CharField(blank=True, db_default="", help_text="what the two share, in words", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="relatedarticle",
            constraint=models.CheckConstraint(
                condition=models.Q(("excluded", False), ("pinned", True), _connector="OR"),
                name="related_excluded_by_desk",
            ),
        ),
    ]

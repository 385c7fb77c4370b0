"""A page keeps the words above its key points, so that the front page says the same as the article."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A page keeps the words above its key points."""

    dependencies = [("articles", "0016_a_contributor_may_have_an_account")]
    operations = [
        migrations.AddField(
            model_name="page",
            name="points_label",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="who chose or wrote the key points, and who let them stand",
                max_length=250,
            ),
        ),
    ]

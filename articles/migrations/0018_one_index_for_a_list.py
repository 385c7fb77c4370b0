"""An article's list is found by the index that keeps it free of doubles; a second one only cost room and time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index fewer on the lists of neighbours."""

    dependencies = [("articles", "0017_key_points_carry_their_label")]
    operations = [
        migrations.AlterField(
            model_name="relatedarticle",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="related",
                to="articles.article",
            ),
        ),
    ]

"""Terms are counted 1,024 to a row: a row for each, with its index, took more room than the texts."""

import django.contrib.postgres.fields
from django.db import migrations, models

INTO_BLOCKS = """
    INSERT INTO articles_termblock (id, terms, articles)
    SELECT id >> 10, array_agg((id & 1023)::smallint), array_agg(articles) FROM articles_termfrequency GROUP BY id >> 10
"""
INTO_ROWS = """
    INSERT INTO articles_termfrequency (id, articles)
    SELECT (id << 10) + term, count FROM articles_termblock CROSS JOIN unnest(terms, articles) AS held (term, count)
"""
# A block is read and written as a whole, so it stays in its row; and it is written often, so a page keeps room for that.
KEPT_TOGETHER = """
    ALTER TABLE articles_termblock ALTER terms SET STORAGE main, ALTER articles SET STORAGE main, SET (fillfactor = 80)
"""


class Migration(migrations.Migration):
    """One model takes the place of another, with what it knows."""

    dependencies = [("articles", "0018_one_index_for_a_list")]
    operations = [
        migrations.CreateModel(
            name="TermBlock",
            fields=[
                (
                    "id",
                    models.IntegerField(
                        help_text="the numbers of its terms, divided by 1,024", primary_key=True, serialize=False
                    ),
                ),
                (
                    "terms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        help_text="what remains of the number, for each term that occurs",
                        size=None,
                    ),
                ),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        help_text="in how many texts it occurs, in the same order",
                        size=None,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEPT_TOGETHER, migrations.RunSQL.noop),
        migrations.RunSQL(INTO_BLOCKS, INTO_ROWS),
        migrations.DeleteModel(name="TermFrequency"),
    ]

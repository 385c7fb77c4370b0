"""The desk's rows leave the table of neighbours, and that takes its name, in one moment.

A release that still runs reads both under the old name, pins included, until it is replaced; its jobs that write
neighbours fail and are done again by the new one. The view is for the next release to drop.
"""

import django.db.models.deletion
from django.db import migrations, models

from newsroom.briefly import Briefly

# Found without reading ten rows an article while everybody waits.
FIND = [
    "DROP INDEX CONCURRENTLY IF EXISTS related_by_desk",
    "CREATE INDEX CONCURRENTLY related_by_desk ON articles_relatedarticle (id) WHERE pinned",
]
PART = """
    LOCK TABLE articles_relatedarticle;
    INSERT INTO articles_pin (article_id, other_id, position, excluded)
        SELECT article_id, other_id, position, excluded FROM articles_relatedarticle WHERE pinned ORDER BY id;
    DELETE FROM articles_relatedarticle WHERE pinned;
    SET CONSTRAINTS ALL IMMEDIATE;
    DROP INDEX related_by_desk;
    ALTER TABLE articles_relatedarticle RENAME TO articles_neighbour;
    ALTER TABLE articles_neighbour ALTER position SET DEFAULT 0;
    ALTER TABLE articles_neighbour RENAME CONSTRAINT related_not_itself TO neighbour_not_itself;
    ALTER INDEX articles_relatedarticle_other_id_d375672b RENAME TO neighbour_of;
    -- The older release asks whether there is an id, and has prepared for columns of exactly these types.
    CREATE VIEW articles_relatedarticle AS
        SELECT 0::bigint AS id, article_id, other_id, false AS pinned, false AS excluded, position, score, reason,
            statement_timestamp() AS computed_at
        FROM articles_neighbour
        UNION ALL
        SELECT id, article_id, other_id, true, excluded, position, 0, ''::varchar(120), statement_timestamp()
        FROM articles_pin;
"""
JOIN = """
    DROP VIEW articles_relatedarticle;
    ALTER INDEX neighbour_of RENAME TO articles_relatedarticle_other_id_d375672b;
    ALTER TABLE articles_neighbour RENAME CONSTRAINT neighbour_not_itself TO related_not_itself;
    ALTER TABLE articles_neighbour ALTER position DROP DEFAULT;
    ALTER TABLE articles_neighbour RENAME TO articles_relatedarticle;
    INSERT INTO articles_relatedarticle (article_id, other_id, pinned, excluded, position, score)
        SELECT article_id, other_id, true, excluded, position, 0 FROM articles_pin ORDER BY id;
    DELETE FROM articles_pin;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """One model becomes two."""

    atomic = False

    dependencies = [("articles", "0020_pins")]
    operations = [
        migrations.RunSQL(FIND, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[Briefly(PART, JOIN)],
            state_operations=[
                migrations.DeleteModel(name="RelatedArticle"),
                migrations.CreateModel(
                    name="Neighbour",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "article",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="neighbours",
                                to="articles.article",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="neighbour_of",
                                to="articles.article",
                            ),
                        ),
                        ("score", models.FloatField(help_text="nearness, 0 to 1")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                db_default=0,
                                default=0,
                                help_text="1 where it is nearly a copy of a nearer one, or of a pin",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, db_default="", help_text="what the two share, in words", max_length=120
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["other"], name="neighbour_of")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("article", models.F("other")), _negated=True),
                                name="neighbour_not_itself",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]

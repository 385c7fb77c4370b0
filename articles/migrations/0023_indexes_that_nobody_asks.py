"""Indexes go that serve no question: slugs are looked up whole, versions by article and number, pages by their article."""

import django.db.models.deletion
from django.db import migrations, models

from newsroom.briefly import Briefly

UNASKED = {
    "articles_article_slug_cc61df93_like": "articles_article (slug varchar_pattern_ops)",
    "articles_article_external_id_27f1754e_like": "articles_article (external_id varchar_pattern_ops)",
    "articles_story_slug_ca53edbc_like": "articles_story (slug varchar_pattern_ops)",
    "articles_articleversion_article_id_71cb0f13": "articles_articleversion (article_id)",
    "articles_page_version_id_c588f882": "articles_page (version_id)",
}
# The constraints stay as they are, under the names that the models now give them.
NAMED = [
    ("articles_article", "articles_article_slug_key", "article_slug_once"),
    ("articles_article", "articles_article_external_id_key", "article_external_id_once"),
    ("articles_story", "articles_story_slug_key", "story_slug_once"),
]


class Migration(migrations.Migration):
    """Five indexes fewer."""

    atomic = False

    dependencies = [("articles", "0022_neighbours_by_their_pair")]
    operations = [
        *(
            migrations.RunSQL(
                [f"DROP INDEX CONCURRENTLY IF EXISTS {name}"],
                [f"DROP INDEX CONCURRENTLY IF EXISTS {name}", f"CREATE INDEX CONCURRENTLY {name} ON {what}"],
            )
            for name, what in UNASKED.items()
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                Briefly(
                    [f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}" for table, old, new in NAMED],
                    [f"ALTER TABLE {table} RENAME CONSTRAINT {new} TO {old}" for table, old, new in NAMED],
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="article",
                    name="external_id",
                    field=models.CharField(blank=True, max_length=200, null=True),
                ),
                migrations.AlterField(
                    model_name="article", name="slug", field=models.SlugField(db_index=False, max_length=120)
                ),
                migrations.AlterField(model_name="story", name="slug", field=models.SlugField(db_index=False)),
                migrations.AlterField(
                    model_name="articleversion",
                    name="article",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="articles.article",
                    ),
                ),
                migrations.AlterField(
                    model_name="page",
                    name="version",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.articleversion",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="article",
                    constraint=models.UniqueConstraint(fields=("slug",), name="article_slug_once"),
                ),
                migrations.AddConstraint(
                    model_name="article",
                    constraint=models.UniqueConstraint(fields=("external_id",), name="article_external_id_once"),
                ),
                migrations.AddConstraint(
                    model_name="story",
                    constraint=models.UniqueConstraint(fields=("slug",), name="story_slug_once"),
                ),
            ],
        ),
    ]

"""Copies of drawn articles under later dates: a large paper for little work, where the machine has no hour to spare.

A copy has all that its original has, so rare words are as many times less rare as there are copies, and near-copies abound:
times hold, sizes of what keeps terms do not.
"""

from django.db import connection

from articles.models import Article, ArticleVector, ArticleVersion, Page, Story
from tests.benchmarks.loading import YEARS
from tests.benchmarks.paper import Paper

# What differs in a copy; all else is as in the original.
CHANGED = {
    Story: {"id": "id + %(stories)s", "slug": "slug || '-' || %(copy)s"},
    ArticleVersion: {"id": "id + %(articles)s", "article_id": "article_id + %(articles)s"},
    Article: {
        "id": "id + %(articles)s", "slug": "slug || '-' || %(copy)s", "uid": "gen_random_uuid()", "live_id": "live_id + %(articles)s",
        "story_id": "story_id + %(stories)s", "grouped_into_id": "grouped_into_id + %(stories)s",
        "published_at": "published_at + %(later)s",
    },
    Page: {"article_id": "article_id + %(articles)s", "version_id": "version_id + %(articles)s"},
    ArticleVector: {"article_id": "article_id + %(articles)s", "version_id": "version_id + %(articles)s"},
}  # fmt: skip
ORIGINALS = {Story: "id <= %(stories)s", ArticleVersion: "id <= %(articles)s", Article: "id <= %(articles)s"}
OF_ARTICLE = "article_id <= %(articles)s"


def copy_all(paper: Paper) -> None:
    """Each copy of the whole in a statement a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM articles_story")
        stories = cursor.fetchone()[0]
        for copy in range(1, paper.copies):
            given = {"stories": stories * copy, "articles": paper.drawn * copy, "copy": str(copy)}
            given["later"] = YEARS * (copy / paper.copies)
            for model, changed in CHANGED.items():
                columns = [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]
                taken = [changed.get(column.strip('"'), column) for column in columns]
                these = ORIGINALS.get(model, OF_ARTICLE) % {"stories": stories, "articles": paper.drawn}
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(taken)} "  # noqa: S608 - ours
                    f"FROM {model._meta.db_table} WHERE {these}",
                    given,
                )
                cursor.execute("RESET session_replication_role")
            print(f"copy {copy} of {paper.copies - 1}", flush=True)

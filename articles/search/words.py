"""Which words the published texts hold, and in how many of them: counted anew by a job, never while somebody waits.

The frequencies decide how a search is made; they come from the search vectors, of a sample where there are many. The
words as texts write them are those of the newest texts, and only serve for finding what a reader may have meant.
"""

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, ArticleVector
from articles.related.frequencies import EVERY_TEXT, frequencies
from newsroom.outbox.claiming import Claim
from newsroom.outbox.posting import post
from newsroom.outbox.reconciling import reconciles
from newsroom.outbox.working import handles

SAMPLE, NEWEST = 20_000, 10_000
# So long a site counts its words with each article that comes; a larger one once a day.
SMALL = 1_000

# ts_stat reads a query given as text. Words of figures or with marks inside are nobody's typing errors, and one whose
# characters take three bytes each is a whole passage of a language without spaces.
COUNT = """
    CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    SELECT word, coalesce(articles, 0) AS articles, coalesce(written, 0) AS written
    FROM (SELECT word, ceil(ndoc * %(factor)s::float8)::int AS articles
          FROM ts_stat('SELECT search FROM articles_articlevector TABLESAMPLE SYSTEM (' || %(percent)s || ')')
          WHERE (ndoc > 1 OR %(factor)s::float8 = 1) AND length(word) <= 60) AS looked_up
    FULL JOIN (SELECT word, ndoc AS written FROM ts_stat('SELECT vector FROM texts')
               WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9[:punct:]]'
                 AND octet_length(word) < 3 * length(word)) AS as_written
    USING (word)
"""
TEXTS = """
    CREATE TEMPORARY TABLE texts ON COMMIT DROP AS
    SELECT to_tsvector('simple', unaccent(lower(concat_ws(' ', headline, dek, text)))) AS vector
    FROM ({}) AS newest (headline, dek, text)
"""
REPLACE = """
    INSERT INTO articles_searchword AS known (word, articles, written)
    SELECT word, articles, written FROM counted ORDER BY word
    ON CONFLICT (word) DO UPDATE SET articles = excluded.articles, written = excluded.written
    WHERE (known.articles, known.written) <> (excluded.articles, excluded.written)
"""
FORGET = """
    DELETE FROM articles_searchword AS known
    WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = known.word)
"""


@transaction.atomic
def count_words() -> None:
    """Replaces what is known of the words by what the published texts hold now."""
    share = min(1.0, SAMPLE / max(ArticleVector.objects.count(), 1))
    newest = Article.objects.published().order_by("-published_at", "-id")[:NEWEST]
    sql, params = newest.values_list("live__headline", "live__dek", "live__text").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(TEXTS.format(sql), params)
        cursor.execute(COUNT, {"factor": 1 / share, "percent": str(100 * share)})
        cursor.execute(REPLACE)
        cursor.execute(FORGET)
        cursor.execute("DROP TABLE texts, counted")


def post_words() -> bool:
    """Posts the counting, once an article on a small site and once a day on a large one; says if it was new."""
    texts = frequencies([]).get(EVERY_TEXT, 0)
    today = timezone.now().date().isoformat()
    return post("words", f"{texts} texts" if texts <= SMALL else today, subject="search")


@handles("words", called="Words for “did you mean”")
def do_words(claim: Claim) -> None:
    """Counts the words."""
    with claim.finishing():
        count_words()


@reconciles
def words() -> int:
    """Once a day without any article too. To count again is no fault, so none is reported."""
    post("words", timezone.now().date().isoformat(), subject="search")
    return 0

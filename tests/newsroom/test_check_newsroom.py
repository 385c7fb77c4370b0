"""check_newsroom finds what breaks a promise, whichever it is, and says which."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Evidence
from articles.publishing import publish
from comments.moderation.appealing import ask
from comments.moderation.deciding import decide
from newsroom.management.commands.check_newsroom import PROMISES
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db
PASSAGE = "voted to deepen the channel by two metres"


def newsroom() -> Article:
    """An article with a passage behind its first sentence, key points, a second version, and a thread below it."""
    article = factories.published(dek="", ai_body="assisted", override="Tried out")
    Article.objects.filter(pk=article.pk).update(headline="The channel will be deeper")
    publish(article, by=None, override="Tried out")
    article.refresh_from_db()
    work_off()
    assert article.live
    document = article.live.cited.get().document
    assert document
    start = document.text.index(PASSAGE)
    span = {"document": document, "start": start, "end": start + len(PASSAGE), "quote": PASSAGE}
    sentence = article.live.sentences.first()
    assert sentence
    Evidence.objects.get_or_create(sentence=sentence, **span)
    article.backings.create(sentence_hash="0" * 64, **span)
    first = factories.thought(article, factories.reader())
    factories.thought(article, factories.reader(), parent=first)
    removed = decide(
        factories.thought(article, author := factories.reader()),
        False,
        by=factories.editor(),
        seen_turn=0,
        rule="civil",
    )
    ask(removed, author)
    return article


def by_hand(statement: str) -> None:
    """Does in the database what no code of ours can: triggers and foreign keys look away."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement.replace("LIVE", "(SELECT live_id FROM articles_article LIMIT 1)"))
        cursor.execute("SET LOCAL session_replication_role = origin")


def said() -> str:
    """What the command prints about a newsroom in which something is wrong."""
    out = StringIO()
    with pytest.raises(CommandError, match="promises are broken"):
        call_command("check_newsroom", stdout=out)
    return out.getvalue()


def test_one_line_says_that_all_is_well() -> None:
    newsroom()
    out = StringIO()
    call_command("check_newsroom", stdout=out)
    assert out.getvalue() == f"All {len(PROMISES)} promises hold.\n"


def test_an_empty_newsroom_keeps_its_promises() -> None:
    call_command("check_newsroom", stdout=StringIO())


BREAKS = {
    "Every version has its sentences": "DELETE FROM articles_sentence WHERE version_id = LIVE AND number = 3",
    "Every sentence is its part": "UPDATE articles_sentence SET text = 'No.' WHERE version_id = LIVE AND number = 1",
    "Sentences follow one another": "UPDATE articles_sentence SET start = 0 WHERE version_id = LIVE AND number = 2",
    "Every key point stands": "UPDATE articles_keypoint SET text = lower(text) WHERE position = 1",
    "Every source text is the one": "UPDATE articles_sourcedocument SET text = text || '.'",
    "Every passage of evidence is": "UPDATE articles_evidence SET quote = 'voted to close the channel'",
    "Every passage that the desk": "UPDATE articles_backing SET quote = 'voted to close the channel'",
    "Evidence comes from a source": "DELETE FROM articles_versionsource WHERE version_id = LIVE",
    "The text under a version": "UPDATE articles_sourcedocument SET source_id = source_id + 1",
    "What readers see of an article": "UPDATE articles_article SET live_id = (SELECT min(id) FROM articles_articleversion)",
    "Every public article is laid out": "DELETE FROM articles_page",
    "Every version has its jobs": "DELETE FROM outbox_job WHERE kind = 'evidence' AND key = LIVE::text",
    "Nothing that the gate stopped": (
        "ALTER TABLE articles_articleversion DROP CONSTRAINT IF EXISTS version_red_only_with_reason;"
        """UPDATE articles_articleversion SET findings = '[{"severity": "red"}]', override_reason = '' WHERE id = LIVE"""
    ),
    "What a machine had part in": "UPDATE articles_page SET label = ''",
    "Who is named as a reviewer": (
        "UPDATE articles_articleversion SET reviewed_by_id = (SELECT min(id) FROM newsroom_user), reviewed_at = now(),"
        """review = '{"by": "nobody"}' WHERE id = LIVE"""
    ),
    "A thought's path": "UPDATE comments_comment SET path = array_append(path, 1) WHERE parent_id IS NULL",
    "An answer stands below": "UPDATE comments_comment SET article_id = article_id + 1 WHERE parent_id IS NOT NULL",
    "Each article's tally": "UPDATE comments_tally SET approved = approved + 1",
    "A thought's respects": "UPDATE comments_comment SET answers = answers + 1",
    "The log of moderation is whole": "UPDATE comments_decision SET facts = 'Nothing was found.'",
    "Every thought that is held": "UPDATE comments_comment SET state = 'rejected' WHERE parent_id IS NULL",
    "A second look was had": "UPDATE comments_appeal SET outcome_id = decision_id",
    "No job has failed for good": "UPDATE outbox_job SET state = 'dead', last_error = 'Out of paper'",
    "No job has waited": "UPDATE outbox_job SET state = 'pending', run_at = now() - interval '2 hours'",
}


@pytest.mark.parametrize("promise", BREAKS)
def test_each_promise_is_found_broken(promise: str) -> None:
    article = newsroom()
    by_hand(BREAKS[promise])
    lines = [line for line in said().splitlines() if line.startswith(promise)]
    assert lines
    named = (article.slug, "thought ", "decision ", "appeal ", f"article {article.pk}", "job ", "text ")
    assert all(any(name in line for name in named) for line in lines)


def test_every_promise_has_been_broken_once() -> None:
    assert all(any(promise.says.startswith(start) for start in BREAKS) for promise in PROMISES)
    assert len(BREAKS) == len(PROMISES)


def test_what_breaks_a_promise_a_hundred_times_is_named_twenty_times() -> None:
    factories.published()
    by_hand("UPDATE articles_sentence SET text = 'No.'")
    by_hand(
        "INSERT INTO outbox_job (kind, key, subject, payload, state, attempts, run_at, last_error, created_at) "
        "SELECT 'x', n, '', '{}', 'dead', 5, now(), 'Out of paper', now() FROM generate_series(1, 100) n"
    )
    lines = [line for line in said().splitlines() if line.startswith("No job has failed")]
    assert len(lines) == 21
    assert lines[-1].endswith("and more like these")

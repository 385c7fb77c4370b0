"""A discussion is read to its end in every order, page by page, and costs the same however long it is."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.consistency import PROMISES
from comments.models import Comment, Respect, State
from comments.reading.discussion import REPLIES
from comments.reading.orders import ORDERS, SHOWN
from tests import factories
from tests.comments.crowd import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
MANY = 10_000


@pytest.fixture
def article() -> Any:
    return factories.published()


def read_to_the_end(client: Client, path: str) -> list[str]:
    """The words of all thoughts on a page and on those that it leads to."""
    seen: list[str] = []
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r'<div class="say"><p>([^<]+)\.</p>', page)
        more = re.search(r'<p><a class="btn btn--line" href="([^"]+)#thoughts">Show', page)
        path = more[1].replace("&amp;", "&") if more else ""
    return seen


def test_every_order_leads_through_all_threads_once(client: Client, article: Any, reader: Any) -> None:
    threads = [factories.thought(article, reader, f"Thread {n}.") for n in range(45)]
    for number in (3, 30, 30, 12, 12, 12):
        Respect.objects.create(comment=threads[number], reader=factories.reader())
    for number in (7, 41, 41, 20):
        factories.thought(article, reader, "Reply.", threads[number])
    firsts = {
        "newest": ["Thread 44", "Thread 43", "Thread 42"],
        "oldest": ["Thread 0", "Thread 1", "Thread 2"],
        "respected": ["Thread 12", "Thread 30", "Thread 3", "Thread 44"],
        "discussed": ["Thread 41", "Thread 20", "Thread 7", "Thread 44"],
    }
    assert set(firsts) == set(ORDERS) - {"picks"}
    for order, expected in firsts.items():
        seen = [
            one
            for one in read_to_the_end(client, f"{article.get_absolute_url()}thoughts/?sort={order}")
            if one != "Reply"
        ]
        assert seen[: len(expected)] == expected, order
        assert len(seen) == len(set(seen)) == 45, order


def test_picks_are_listed_by_themselves_the_latest_first(client: Client, article: Any, reader: Any) -> None:
    first = factories.thought(article, reader, "First.")
    reply = factories.thought(article, reader, "Reply.", first)
    factories.thought(article, reader, "Neither.")
    for number, picked in enumerate((first, reply)):
        Comment.objects.filter(pk=picked.pk).update(picked_at=timezone.now() + timedelta(seconds=number))
    assert read_to_the_end(client, f"{article.get_absolute_url()}thoughts/?sort=picks") == ["Reply", "First"]
    page = client.get(f"{article.get_absolute_url()}thoughts/?sort=picks").content.decode()
    assert f'In answer to <a href="#thought-{first.ref}">' in page


def test_a_removed_thread_does_not_break_the_page_that_begins_behind_it(
    client: Client, article: Any, reader: Any
) -> None:
    threads = [factories.thought(article, reader, f"Thread {n}.") for n in range(SHOWN + 3)]
    page = client.get(article.get_absolute_url()).content.decode()
    way = re.search(r'href="([^"]+after=(\w+))#thoughts"', page)
    assert way
    assert way[2] == threads[3].ref
    factories.removed(threads[3])
    assert read_to_the_end(client, way[1]) == ["Thread 2", "Thread 1", "Thread 0"]


@pytest.mark.parametrize(
    "nonsense",
    ["after=x", "after=-1-x", "sort=x", "from=x", "since=x", "since=99999999999999999999", "sort=respected&after=9-x"],
)
def test_an_address_with_nonsense_shows_the_beginning(client: Client, article: Any, reader: Any, nonsense: str) -> None:
    factories.thought(article, reader, "Here.")
    assert read_to_the_end(client, f"{article.get_absolute_url()}thoughts/?{nonsense}") == ["Here"]


def test_a_long_thread_is_cut_and_goes_on_on_a_page_of_its_own(client: Client, article: Any, reader: Any) -> None:
    first = factories.thought(article, reader, "First.")
    for number in range(REPLIES + 4):
        factories.thought(article, reader, f"Reply {number}.", first)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Show 4 more replies" in page
    assert f"Reply {REPLIES - 1}." in page
    assert f"Reply {REPLIES}." not in page
    way = re.search(r'href="([^"]+thread=\w+)">Show 4', page)
    assert way
    assert read_to_the_end(client, way[1]) == ["First", *(f"Reply {n}" for n in range(REPLIES + 4))]
    assert client.get(f"{article.get_absolute_url()}thoughts/?thread=nowhere").status_code == 404


def test_the_button_says_how_many_thoughts_follow(client: Client, article: Any, reader: Any) -> None:
    for number in range(SHOWN + 7):
        factories.thought(article, reader, f"Thread {number}.")
    assert "Show 7 more thoughts" in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("deep", [False, True], ids=["threads", "one deep thread"])
def test_ten_thousand_thoughts_cost_what_twenty_do(client: Client, article: Any, reader: Any, deep: bool) -> None:
    crowd(article, reader, threads=10 if deep else MANY, deep=MANY if deep else 0)
    assert not [broken for promise in PROMISES for broken in promise.broken(3)], "the crowd is not as posted"
    address = f"{article.get_absolute_url()}thoughts/"
    root = Comment.objects.filter(article=article, parent=None).order_by("-thread").first()
    assert root
    middle = Comment.objects.filter(article=article).order_by("pk")[MANY // 2]
    paths = [article.get_absolute_url(), *(f"{address}?sort={order}" for order in ORDERS)]
    paths += [f"{address}?thread={root.ref}", f"{address}?since=0", f"{address}?thread={root.ref}&from={middle.ref}"]
    paths += [middle.get_absolute_url(), f"{address}?sort=respected&after=0-{middle.ref}"]
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            begun, page = time.process_time(), client.get(path)
            spent = 1000 * (time.process_time() - begun)
        slowest = max(float(query["time"]) for query in asked.captured_queries)
        print(f"{path}: {len(asked)} queries, {spent:.1f} ms of this process, slowest query {1000 * slowest:.0f} ms")
        assert page.status_code in {200, 302}
        assert len(asked) <= 8, [query["sql"][:200] for query in asked.captured_queries]
        assert len(page.content) < 200_000


def test_every_order_finds_its_threads_by_an_index(article: Any, reader: Any) -> None:
    crowd(article, reader, threads=MANY)
    crowd(factories.published(), reader, threads=MANY)
    plans = {}
    for name, order in ORDERS.items():
        if order.rows is None:
            continue
        with CaptureQueriesContext(connection) as asked:
            order.behind(article.pk, order.start)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (COSTS OFF) {asked.captured_queries[0]['sql']}")
            plans[name] = "\n".join(line for (line,) in cursor.fetchall())
    print(plans)
    for name, index in {
        "newest": "comment_threads",
        "oldest": "comment_threads",
        "respected": "comment_most_respected",
        "discussed": "comment_most_discussed",
    }.items():
        assert f"using {index}" in plans[name] or f"Backward using {index}" in plans[name], plans[name]
        assert "Sort" not in plans[name], plans[name]


def test_moved_thoughts_are_counted_as_readers_see_them(client: Client, article: Any, reader: Any) -> None:
    first = factories.thought(article, reader, "First.")
    factories.thought(article, reader, "Waits.", first, state=State.PREMOD)
    factories.removed(factories.thought(article, reader, "Bad."))
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<span class="num" data-thoughts>1</span> in all' in page

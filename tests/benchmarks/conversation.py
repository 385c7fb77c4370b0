"""A conversation under load: readers post over HTTP on an article of ten thousand thoughts, and one of them floods it.

Runs as the COMMAND of `up … -- COMMAND`, on Linux, with TRUSTED_PROXIES=1: each reader then has an address of their own.
CPU is that of the web's processes and the database's, from /proc; times are those that a client on this machine meets, which
has the same processors.
"""

import http.client
import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.article_page import cpu_seconds

THOUGHTS, READERS, ROUNDS, PAGES = 10_000, 40, 5, 100
FLOOD_A_SECOND, FLOOD_SECONDS, FLOOD_LINES = 200, 6, 8
TOKEN = "t" * 32
SENTENCES = (
    "The channel is deep enough for the ships that we have, and the crews know it better than the board.",
    "What I miss is how the two sides spoke to each other in the year before the vote.",
    "Whoever has stood at that quay in January knows what two metres mean.",
    "I read the tables twice, and the third column does not say what the report says.",
    "My father worked there for thirty years; he would have asked who pays for it.",
)


@dataclass
class Reader:
    """Somebody signed in, with a connection that stays open and a network address of their own."""

    session: str
    address: str
    site: str
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        target = urlsplit(self.site)
        self.line = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)

    def ask(self, path: str, form: dict[str, str] | None = None, accept: str = "application/json") -> tuple[int, float]:
        """The status of the answer, and how long it took to come whole, in milliseconds."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-Forwarded-For": self.address}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, "idempotency_key": str(uuid.uuid4())} | form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        begun = time.perf_counter()
        self.line.request("POST" if body else "GET", path, body, headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status, 1000 * (time.perf_counter() - begun)


def words() -> str:
    """A thought of usual length, unlike every other."""
    return f"{' '.join(random.choices(SENTENCES, k=random.randint(2, 8)))} {uuid.uuid4().hex[:6]}"


def quantiles(times: Iterable[float]) -> str:
    """The median, 95 and 99 of 100, in milliseconds."""
    ordered = sorted(times)
    if not ordered:
        return "none"
    at = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return "p50 {:.1f}, p95 {:.1f}, p99 {:.1f} ms of {}".format(*at, len(ordered))


def readers(number: int, site: str) -> list[Reader]:
    """So many new readers, signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tests import factories

    made = []
    for one in range(number):
        user, session = factories.reader(), SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.save()
        made.append(Reader(session.session_key or "", f"203.0.{one // 250}.{one % 250 + 1}", site))
    return made


def an_hour_later() -> None:
    """Nobody posted lately, so that the pace of posting is no matter."""
    from django.db.models import F

    from comments.models import Comment

    recent = Comment.objects.exclude(sent_from=None)
    recent.update(created_at=F("created_at") - timedelta(hours=1))


def post_all(crowd: list[Reader], path: str, refs: list[str], lines: int) -> list[float]:
    """Every reader posts once, so many at a time; every other thought is an answer."""

    def post(numbered: tuple[int, Reader]) -> float:
        number, reader = numbered
        form = {"body": words()} | ({"parent": random.choice(refs)} if number % 2 else {})
        status, took = reader.ask(f"{path}thoughts/", form)
        assert status == 201, status
        return took

    with ThreadPoolExecutor(lines) as pool:
        return list(pool.map(post, enumerate(crowd)))


def flood(reader: Reader, path: str, accept: str, stop: threading.Event) -> list[tuple[int, float]]:
    """Posts of one reader at the pace of the flood, over several lines, until it is stopped."""
    answers: list[tuple[int, float]] = []

    def send() -> None:
        mine, due = Reader(reader.session, reader.address, reader.site), time.monotonic()
        while not stop.is_set():
            answers.append(mine.ask(f"{path}thoughts/", {"body": words()}, accept))
            due += FLOOD_LINES / FLOOD_A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))

    threads = [threading.Thread(target=send) for _ in range(FLOOD_LINES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def others(crowd: list[Reader], path: str, seconds: float) -> tuple[list[float], list[float]]:
    """How long pages and posts of other readers take, one after the other, for so long."""
    pages, posts, end = [], [], time.monotonic() + seconds
    for reader in crowd:
        if time.monotonic() > end:
            break
        for _ in range(3):
            status, took = reader.ask(path)
            assert status == 200, status
            pages.append(took)
        status, took = reader.ask(f"{path}thoughts/", {"body": words()})
        assert status == 201, status
        posts.append(took)
        time.sleep(0.05)
    return pages, posts


def flooded(crowd: list[Reader], path: str, accept: str, worked: Callable[[], float]) -> None:
    """Prints what both sides of a flood meet."""
    an_hour_later()
    stop, found = threading.Event(), []
    before = worked()
    attacker = threading.Thread(target=lambda: found.extend(flood(crowd[0], path, accept, stop)))
    begun = time.monotonic()
    attacker.start()
    time.sleep(0.5)
    pages, posts = others(crowd[1:], path, FLOOD_SECONDS)
    stop.set()
    attacker.join()
    took = time.monotonic() - begun
    said = ", ".join(f"{number} × {status}" for status, number in sorted(Counter(s for s, _ in found).items()))
    print(
        f"  flood: {len(found) / took:.0f} posts a second ({said}), each {quantiles(t for s, t in found if s == 429)}"
    )
    print(f"  the site's CPU meanwhile: {100 * (worked() - before) / took:.0f} % of one processor, both sides together")
    print(f"  others' pages {quantiles(pages)}; others' posts {quantiles(posts)}")


def main() -> None:
    """Prints the figures."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    import django

    django.setup()
    from articles.models import Article
    from comments.models import Comment
    from newsroom.models import User
    from tests.comments.acting import open_doors
    from tests.comments.crowd import crowd as fill

    site = os.environ["SITE_URL"]
    servers: Any = [("granian", "newsroom.wsgi"), ("postgres", str(urlsplit(os.environ["DATABASE_URL"]).port))]
    open_doors()
    busy, deep = Article.objects.published().filter(story__isnull=False)[:2]
    author = User.objects.get(email="reader@newsroom.example")
    fill(busy, author, threads=THOUGHTS)
    fill(deep, author, threads=0, deep=THOUGHTS)
    path, crowd = busy.get_absolute_url(), readers(READERS, site)
    refs = list(Comment.objects.filter(article=busy).values_list("ref", flat=True)[:200])

    for name, page in {"article": path, "discussion": f"{path}thoughts/"}.items():
        for who in (Reader("", "203.0.113.250", site), crowd[0]):
            for _ in range(10):
                who.ask(page)
            before = cpu_seconds(*servers)
            times = [who.ask(page)[1] for _ in range(PAGES)]
            cpu = 1000 * (cpu_seconds(*servers) - before) / PAGES
            print(f"first page of {THOUGHTS:,}, {name}, {'signed in' if who.session else 'signed out'}: "
                  f"{quantiles(times)}, CPU {cpu:.1f} ms")  # fmt: skip

    for lines in (1, 4):
        times, worked = [], 0.0
        for _ in range(ROUNDS):
            before = cpu_seconds(*servers)
            times += post_all(crowd, path, refs, lines)
            worked += cpu_seconds(*servers) - before
            an_hour_later()
        print(f"posting, {lines} at a time: {quantiles(times)}, CPU {1000 * worked / len(times):.1f} ms")

    print("without a flood:")
    pages, posts = others(crowd[1:], path, FLOOD_SECONDS)
    print(f"  pages {quantiles(pages)}; posts {quantiles(posts)}")
    for name, accept in {"as a script": "application/json", "as a form": "text/html"}.items():
        print(f"{FLOOD_A_SECOND} posts a second from one reader, {name}:")
        flooded(crowd, path, accept, lambda: cpu_seconds(*servers))

    an_hour_later()
    bottom = Comment.objects.filter(article=deep).latest("id")
    status, took = crowd[1].ask(f"{deep.get_absolute_url()}thoughts/", {"body": words(), "parent": bottom.ref})
    reply = Comment.objects.filter(article=deep).latest("id")
    first = Comment.objects.filter(article=deep).earliest("id").ref
    threads = [crowd[1].ask(f"{deep.get_absolute_url()}thoughts/?thread={first}")[1] for _ in range(20)]
    print(f"a reply to the {THOUGHTS:,}th of a chain: {status} after {took:.1f} ms, stored {reply.depth + 1} deep; "
          f"its thread's page {quantiles(threads)}")  # fmt: skip


if __name__ == "__main__":
    main()

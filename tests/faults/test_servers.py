"""Broker, cache and database die or freeze: pages are read, nothing is lost."""

import time
from urllib.error import HTTPError

import pytest

from newsroom.up.processes import free_port
from tests.faults.conftest import bar, scales
from tests.faults.site import FaultSite, report


def start_web(site: FaultSite) -> str:
    """The web server as `up` runs it; gives its address once it answers."""
    port = free_port()
    site.start("web", *site.web(port), SITE_URL=f"http://127.0.0.1:{port}", ALLOWED_HOSTS="127.0.0.1")
    address = f"http://127.0.0.1:{port}"
    site.until(lambda: site.get(f"{address}/livez") == 200, 30, "the web answers")
    return address


def read(site: FaultSite, address: str, seconds: float) -> tuple[int, float]:
    """Reads the front page and an article again and again; how many, and the slowest. Raises for any answer but 200."""
    slug = site.sql("SELECT slug FROM articles_article LIMIT 1")
    pages = [f"{address}/", *(f"{address}/articles/{row[0]}/" for row in slug)]
    count, slowest, until = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        assert site.get(pages[count % len(pages)]) == 200
        slowest, count = max(slowest, time.monotonic() - began), count + 1
        time.sleep(0.05)
    return count, slowest


@scales((8, 6.0), (50, 60.0))
def test_r3_with_broker_and_cache_away_saves_and_pages_go_on(
    site: FaultSite, scale: tuple[int, float], request: pytest.FixtureRequest
) -> None:
    articles, seconds = scale
    address = start_web(site)
    site.start("drain1")
    for name in ("broker", "cache"):
        process = site.server(name).process
        assert process
        process.kill()
        process.wait()
    site.start("publisher", "--count", str(articles), "--seconds", str(seconds))
    pages, slowest = read(site, address, seconds)
    saves = site.published()
    drained = site.until(lambda: site.summaries()[0] == articles, 90, "drain works without a broker")
    for name in ("broker", "cache"):
        site.server(name).launch()
    report("broker and cache away", pages=pages, slowest_page=f"{slowest:.2f} s", save_p95=f"{saves['p95']:.2f} s",
           slowest_save=f"{saves['slowest']:.2f} s", drained=f"{drained:.1f} s")  # fmt: skip
    assert saves["failed"] == 0
    assert saves["p95"] < bar(1.5, request)
    assert drained <= bar(10, request)


@scales((6, 5.0), (50, 30.0))
def test_r4_with_broker_and_cache_frozen_saves_and_pages_go_on(
    site: FaultSite, scale: tuple[int, float], request: pytest.FixtureRequest
) -> None:
    articles, seconds = scale
    address = start_web(site)
    site.start_workers()
    site.start("beat1")
    site.until(lambda: site.get(f"{address}/readyz") == 200, 20, "ready")
    for name in ("broker", "cache"):
        site.freeze(name)
    try:
        site.start("publisher", "--count", str(articles), "--seconds", str(seconds))
        pages, slowest = read(site, address, seconds)
        saves = site.published()
    finally:
        for name in ("broker", "cache"):
            site.freeze(name, thaw=True)
    recovered = site.until(lambda: site.summaries()[0] == articles, 90, "all summaries after the thaw")
    report("broker and cache frozen", pages=pages, slowest_page=f"{slowest:.2f} s",
           slowest_save=f"{saves['slowest']:.2f} s", recovered=f"{recovered:.1f} s")  # fmt: skip
    assert saves["failed"] == 0
    assert saves["slowest"] < bar(2, request)
    assert slowest < bar(1, request)
    assert recovered <= bar(10, request)


@scales((15, 8.0, 1, 1, 1), (120, 60.0, 3, 2, 5))
def test_r7_database_broker_and_workers_fail_and_a_patient_client_gets_each_article_once(
    site: FaultSite, scale: tuple[int, float, int, int, int], request: pytest.FixtureRequest
) -> None:
    articles, seconds, databases, brokers, workers = scale
    site.start_workers()
    site.start("beat1")
    site.start("publisher", "--stubborn", "--count", str(articles), "--seconds", str(seconds))
    events = [lambda: site.kill_server("postgres")] * databases
    events += [lambda: freeze_for(site, "broker", min(5.0, seconds / 8))] * brokers
    events += [site.kill_shift] * workers
    for event in events[::2] + events[1::2]:
        time.sleep(seconds / (len(events) + 1))
        event()
    saves = site.published()
    drained = site.until(lambda: site.summaries()[0] == articles and not site.open_jobs(), 120, "all summaries")
    stored = site.count("SELECT count(*) FROM articles_article WHERE state = 'published'")
    report("everything fails", articles=stored, summaries=site.summaries()[0], calls=site.stub.calls,
           slowest_save=f"{saves['slowest']:.1f} s", drained=f"{drained:.1f} s")  # fmt: skip
    assert stored == articles
    assert site.summaries() == (articles, 0)
    assert drained <= bar(15, request)


def freeze_for(site: FaultSite, name: str, seconds: float) -> None:
    """Frozen for a while."""
    site.freeze(name)
    time.sleep(seconds)
    site.freeze(name, thaw=True)


@scales(1, 3)
def test_with_a_frozen_database_a_page_says_so_within_seconds(
    site: FaultSite, scale: int, request: pytest.FixtureRequest
) -> None:
    address = start_web(site)
    assert site.get(f"{address}/") == 200
    slowest = 0.0
    for _ in range(scale):
        site.freeze("postgres")
        try:
            for _ in range(3):
                began = time.monotonic()
                with pytest.raises(HTTPError) as answer:
                    site.get(f"{address}/", timeout=60)
                assert answer.value.code == 503
                slowest = max(slowest, time.monotonic() - began)
        finally:
            site.freeze("postgres", thaw=True)
        back = site.until(lambda: site.get(f"{address}/") == 200, 30, "pages are back")
    report("database frozen", slowest_page=f"{slowest:.1f} s", back=f"{back:.1f} s")
    assert slowest < bar(6, request)

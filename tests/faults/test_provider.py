"""The provider fails in every way: articles are public at once, no wrong summary is shown, no money is lost."""

import time
from typing import Any

import pytest

from newsroom.up.processes import free_port
from tests.faults.conftest import scales
from tests.faults.site import FaultSite, report

GONE = {"points": [{"text": "Le conseil du port a voté lundi pour creuser le chenal.", "sentence": 1}] * 3}
MARKUP = {"points": [{"text": "<b>The board voted</b> to deepen the channel.", "sentence": 1}] * 3}
INVENTED = {"points": [{"text": f"The board put the cost at {n} billion crowns.", "sentence": 6} for n in (7, 8, 9)]}
TROUBLE = {
    "error": {"mode": "error"},
    "busy": {"mode": "busy", "retry_after": 7},
    "reset": {"mode": "reset"},
    "truncated": {"mode": "truncated"},
    "wrong schema": {"mode": "wrong_schema"},
    "empty": {"mode": "empty"},
    "a megabyte": {"mode": "huge"},
    "another language": {"answer": GONE},
    "markup": {"answer": MARKUP},
    "an invented number": {"answer": INVENTED},
    "hangs": {"mode": "hang"},
    "drips": {"mode": "drip"},
}
SLOW = {"hangs", "drips"}
# One of each sort in the short form: down, malformed, wrong.
SHORT = {"error", "wrong schema", "an invented number"}
COMES_BACK = {"error", "busy", "reset"}


@pytest.mark.parametrize(
    "trouble", [pytest.param(name, marks=() if name in SHORT else pytest.mark.faults) for name in TROUBLE]
)
def test_r10_a_provider_in_trouble_never_shows_a_wrong_summary(site: FaultSite, trouble: str) -> None:
    site.stub.behave(**TROUBLE[trouble])
    address = start(site)
    site.start("publisher", "--count", "2", "--seconds", "0.1")
    site.published()
    page = read(site, address)
    assert 'id="key-points"' not in page
    assert 'class="prose"' in page
    site.until(lambda: site.stub.calls >= 2, 60, "the provider is asked")
    if trouble in COMES_BACK:
        site.until(lambda: state(site, "retry"), 40, "it is to be tried again")
        if trouble == "busy":
            wait = site.count("SELECT extract(epoch FROM min(run_at) - now()) FROM outbox_job WHERE state = 'retry'")
            assert wait > 4
    elif trouble in SLOW:
        took = site.until(lambda: state(site, "retry"), 60, "it is given up")
        assert took < 35
    else:
        site.until(lambda: state(site, "needs_review"), 60, "a person is to look")
        assert site.stub.calls <= 4, "asked twice at most"
    assert 'id="key-points"' not in read(site, address)
    report("a provider in trouble", trouble=trouble, calls=site.stub.calls)


@scales((10, 15.0), (100, 600.0))
def test_r11_a_provider_that_is_down_is_left_alone_and_then_all_is_done(
    site: FaultSite, scale: tuple[int, float]
) -> None:
    articles, seconds = scale
    site.stub.behave("error")
    site.start("worker1")
    site.start("beat1")
    began = time.monotonic()
    site.start("publisher", "--count", str(articles), "--seconds", "5")
    site.published()
    time.sleep(max(0.0, began + seconds - time.monotonic()))
    asked = site.stub.calls
    site.stub.behave("good", delay=0.15)
    done = site.until(lambda: site.summaries()[0] == articles, 180, "all summaries")
    report("provider down", seconds=seconds, calls=asked, all_done=f"{done:.0f} s", at_once=site.stub.log.most_at_once)
    assert asked <= 40
    assert site.count("SELECT count(*) FROM outbox_job WHERE state = 'dead'") == 0
    assert site.stub.log.most_at_once <= 2


@scales(12, 100)
def test_r12_the_days_budget_is_never_exceeded(site: FaultSite, scale: int) -> None:
    cap, call = (0.30 if scale < 100 else 1.0), 0.03
    site.stub.behave("good", delay=0.05, tokens_in=2_000, tokens_out=1_000)
    for name in ("worker1", "worker2"):
        site.start(name, "-c", "4", SUMMARY_DAILY_BUDGET=str(cap), SUMMARY_PRICES="10,10")
    site.start("beat1")
    site.start("publisher", "--count", str(scale), "--seconds", "2")
    site.published()
    most = int(cap / call)
    site.until(lambda: not waiting(site), 90, "all have been tried")
    spent = float(site.sql("SELECT coalesce(sum(spent), 0) FROM llm_budgetday")[0][0])
    put_off = site.count("SELECT count(*) FROM outbox_job WHERE kind = 'summary' AND state = 'retry' AND attempts = 0")
    report("budget", cap=cap, spent=f"{spent:.2f}", calls=site.stub.calls, put_off=put_off)
    assert spent <= cap
    assert most * 0.6 <= site.stub.calls <= most, "what a call may cost at most is set aside, so the last ones wait"
    assert put_off == scale - site.stub.calls


def waiting(site: FaultSite) -> int:
    """Summaries that are due and not yet tried."""
    return site.count(
        "SELECT count(*) FROM outbox_job WHERE kind = 'summary' AND (state = 'running' OR "
        "state IN ('pending', 'retry') AND run_at < now() + interval '2 seconds')"
    )


@scales(4, 50)
def test_r13_edits_and_withdrawals_while_a_job_runs_leave_only_the_right_summary(site: FaultSite, scale: int) -> None:
    site.stub.behave("good", delay=0.5)
    site.start("worker1")
    site.start("beat1")
    site.start("publisher", "--count", str(scale), "--seconds", str(scale / 4), "--restless")
    site.published()
    site.until(lambda: not site.open_jobs(), 90, "all at an end")
    wrong = site.count(
        "SELECT count(*) FROM articles_page p JOIN articles_article a ON a.id = p.article_id "
        "WHERE a.state = 'published' AND p.version_id <> a.live_id"
    )
    beside = site.count(
        "SELECT count(*) FROM articles_summary s JOIN articles_articleversion v ON v.id = s.version_id "
        "JOIN articles_article a ON a.id = v.article_id WHERE a.live_id <> v.id AND s.state IN ('shown', 'approved')"
    )
    orphans = site.count(
        "SELECT count(*) FROM outbox_job j JOIN articles_article a ON j.subject = 'article:' || a.id "
        "WHERE a.state <> 'published' AND j.kind = 'summary' AND j.state IN ('pending', 'retry', 'running')"
    )
    report("restless editors", articles=scale, wrong_pages=wrong, older_summaries_shown=beside, orphans=orphans)
    assert (wrong, beside, orphans) == (0, 0, 0)


def start(site: FaultSite) -> str:
    """Web, worker and clock; gives the address."""
    port = free_port()
    site.start("web", *site.web(port), SITE_URL=f"http://127.0.0.1:{port}", ALLOWED_HOSTS="127.0.0.1")
    site.start("worker1")
    site.start("beat1")
    site.until(lambda: site.get(f"http://127.0.0.1:{port}/livez") == 200, 30, "the web answers")
    return f"http://127.0.0.1:{port}"


def read(site: FaultSite, address: str) -> str:
    """The first article as a reader gets it."""
    slug = site.sql("SELECT slug FROM articles_article ORDER BY id LIMIT 1")[0][0]
    return site.text(f"{address}/articles/{slug}/")


def state(site: FaultSite, *states: Any) -> bool:
    """True once every summary's job stands so."""
    found = {row[0] for row in site.sql("SELECT state FROM outbox_job WHERE kind = 'summary'")}
    return found == set(states)

"""Workers and broker die in any order: each article gets its one summary."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.faults.conftest import bar, scales
from tests.faults.site import ROOT, FaultSite, report


@dataclass(frozen=True)
class Scale:
    """How many are published in how long, and how often something is killed meanwhile."""

    articles: int
    seconds: int
    kills: int
    broker: int


SHORT, FULL = Scale(20, 6, 2, 1), Scale(200, 60, 20, 5)


def break_while_publishing(site: FaultSite, scale: Scale, break_broker: Callable[[], None], seconds: float) -> None:
    """Publishes at an even pace, kills the worker and breaks the broker evenly meanwhile, and judges what came of it."""
    site.start_workers()
    site.start("beat1")
    site.start("publisher", "--count", str(scale.articles), "--seconds", str(scale.seconds))
    pause = scale.seconds / (scale.kills + 1)
    for kill in range(scale.kills):
        time.sleep(pause)
        site.kill_workers()
        if kill % max(1, scale.kills // scale.broker) == 0:
            break_broker()
    saves = site.published()
    drained = site.until(lambda: site.summaries()[0] == scale.articles and not site.open_jobs(), 90, "all summaries")
    kept, doubled = site.summaries()
    report(
        "killed workers and broker",
        articles=scale.articles,
        summaries=kept,
        duplicates=doubled,
        calls=site.stub.calls,
        drained=f"{drained:.1f} s",
        slowest_save=f"{saves['slowest']:.2f} s",
    )
    assert (kept, doubled) == (scale.articles, 0)
    assert site.stub.calls <= scale.articles * 1.125 + 2
    assert drained <= seconds


@scales(SHORT, FULL)
def test_r1_killed_workers_and_a_killed_broker_lose_and_double_nothing(
    site: FaultSite, scale: Scale, request: pytest.FixtureRequest
) -> None:
    break_while_publishing(site, scale, lambda: site.kill_server("broker", empty=True), bar(10, request))


@scales(SHORT, FULL)
def test_r2_a_broker_that_forgets_everything_loses_and_doubles_nothing(
    site: FaultSite, scale: Scale, request: pytest.FixtureRequest
) -> None:
    def forget() -> None:
        site.broker("FLUSHALL")
        site.kill_server("broker", empty=True)

    break_while_publishing(site, scale, forget, bar(10, request))


@scales(3, 20)
def test_r5_a_killed_child_is_made_good_and_a_job_that_kills_ends_after_five(
    site: FaultSite, scale: int, request: pytest.FixtureRequest
) -> None:
    articles = scale * 5 // 2
    worker = site.start("worker1", "-I", "tests.faults.poison")
    site.start("beat1")
    site.start("publisher", "--count", str(articles), "--seconds", str(scale))
    subprocess.run([sys.executable, "-m", "tests.faults.poison"], cwd=ROOT, env=site.environ, check=True)
    site.until(lambda: site.stub.calls > 0, 60, "the worker is at work")
    for _ in range(scale):
        time.sleep(0.8)
        children = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=False).stdout
        if pids := children.split():
            os.kill(int(pids[0]), signal.SIGKILL)
    site.published()
    drained = site.until(lambda: site.summaries()[0] == articles, 120, "the others' summaries")
    site.until(lambda: bool(site.sql("SELECT 1 FROM outbox_job WHERE kind = 'poison' AND state = 'dead'")), 180, "dead")
    attempts = site.count("SELECT attempts FROM outbox_job WHERE kind = 'poison'")
    report("killed children", kills=scale, summaries=site.summaries()[0], drained=f"{drained:.1f} s", poison=attempts)
    assert site.summaries() == (articles, 0)
    assert attempts == 5
    assert drained <= bar(30, request)


@scales((6, 2, 2.0), (100, 10, 5.0))
def test_r6_a_rolling_restart_wastes_no_attempt(
    site: FaultSite, scale: tuple[int, int, float], request: pytest.FixtureRequest
) -> None:
    articles, restarts, seconds = scale
    site.stub.behave("good", delay=seconds)
    site.start("worker1", "-c", "8")
    site.start("beat1")
    site.start("publisher", "--count", str(articles), "--seconds", str(restarts * 3))
    slowest, seen = 0.0, 0
    for _ in range(restarts):
        # Calls that a worker broke off go on at the stub for a while: only a new one shows that this worker is at work.
        site.until(lambda: site.stub.calls > seen, 60, "the worker is at work")  # noqa: B023 - asked at once
        leaving = site.running.pop("worker1")
        site.start("worker1", "-c", "8")
        began = time.monotonic()
        leaving.send_signal(signal.SIGTERM)
        leaving.wait(60)
        slowest, seen = max(slowest, time.monotonic() - began), site.stub.calls
    site.published()
    site.until(lambda: site.summaries()[0] == articles, 120, "all summaries")
    attempts = site.count("SELECT max(attempts) FROM outbox_job WHERE kind = 'summary'")
    report("rolling restarts", restarts=restarts, slowest_exit=f"{slowest:.1f} s", most_attempts=attempts)
    assert attempts == 1
    assert slowest <= bar(35, request)


@scales(20, 200)
def test_r14_two_clocks_two_sweepers_and_eight_workers_do_nothing_twice(site: FaultSite, scale: int) -> None:
    for name in ("worker1", "worker2"):
        site.start(name, "-c", "4")
    for name in ("beat1", "beat2", "drain1", "drain2"):
        site.start(name)
    site.start("publisher", "--count", str(scale), "--seconds", str(scale / 10))
    site.published()
    site.until(lambda: site.summaries()[0] == scale and not site.open_jobs(), 60, "all summaries")
    report("two of everything", summaries=site.summaries()[0], calls=site.stub.calls)
    assert site.summaries() == (scale, 0)
    assert site.stub.calls == scale


@scales(10, 100)
def test_r15_a_message_delivered_five_times_is_work_done_once(site: FaultSite, scale: int) -> None:
    site.start("publisher", "--count", str(scale), "--seconds", "0.1")
    site.published()
    send = (
        "from newsroom.celery import app\n"
        f"for _ in range({scale * 5}):\n    app.send_task('newsroom.outbox.look', ['provider'], queue='provider')"
    )
    subprocess.run([sys.executable, "-c", send], cwd=ROOT, env=site.environ, check=True)
    site.start("worker1")
    site.until(lambda: site.summaries()[0] == scale and not site.open_jobs(), 180, "all summaries")
    report("messages five times", summaries=site.summaries()[0], calls=site.stub.calls)
    assert site.summaries() == (scale, 0)
    assert site.stub.calls == scale


@scales(3, 20)
def test_r16_a_process_killed_between_commit_and_message_costs_seconds(
    site: FaultSite, scale: int, request: pytest.FixtureRequest
) -> None:
    site.start("worker1")
    site.start("beat1")
    kill = (
        "import os\nimport tests.faults.publisher as publisher\nfrom newsroom.outbox import posting\n"
        "def killed(*_): os.kill(os.getpid(), 9)\n"
        "posting.nudge = killed\n"
        "publisher.publish_one('channel-{}')"
    )
    for number in range(1, scale + 1):
        done = subprocess.run([sys.executable, "-c", kill.format(number)], cwd=ROOT, env=site.environ, check=False)
        assert done.returncode == -signal.SIGKILL
    took = site.until(lambda: site.summaries()[0] == scale, 90, "the sweep finds them")
    report("killed before the message", articles=scale, found=f"{took:.1f} s")
    assert took <= bar(10, request)

"""Redis or Postgres away: each page has a clear answer, and nothing is lost."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client, override_settings
from kombu import pools

from comments.models import Comment
from newsroom.celery import app
from newsroom.outbox import nudging
from newsroom.outbox.models import Job, State
from newsroom.outbox.working import work_off
from tests import factories

NOBODY_THERE = "redis://127.0.0.1:9/0"


def _forget_connections() -> None:
    """Celery keeps connections and producers; without this a message would still reach the broker that was there before."""
    pools.reset()
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def redis_away() -> Iterator[None]:
    """Broker and cache at a port where nobody answers."""
    from django.conf import settings
    from django.core.cache import caches

    cache = settings.CACHES["default"] | {"LOCATION": NOBODY_THERE}
    broker = app.conf.broker_url
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = NOBODY_THERE
    _forget_connections()
    with override_settings(CACHES={"default": cache}):
        assert caches["default"].get("x") is None
        yield
    app.conf.broker_url = app.conf.broker_write_url = app.conf.broker_read_url = broker
    _forget_connections()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis_away")
class TestRedisAway:
    """The outbox keeps the jobs, the pages need no cache."""

    def test_publishing_is_quick_and_the_job_is_done_without_redis(self, caplog: pytest.LogCaptureFixture) -> None:
        began = time.perf_counter()
        article = factories.published()
        assert time.perf_counter() - began < 2, "a save does not wait for a broker that is away"
        assert nudging.settle(5)
        assert "the broker is away, the sweep will find the job: Error 111" in caplog.text
        assert set(Job.objects.values_list("state", flat=True)) == {State.PENDING}
        work_off()
        assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
        assert article.live.summaries.exists()

    def test_reading_signing_in_and_posting_go_on(self, client: Client) -> None:
        article, user = factories.published(), factories.reader()
        assert client.get("/").status_code == 200
        assert client.get(article.get_absolute_url()).status_code == 200
        answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
        assert answer.status_code == 302
        client.post(f"{article.get_absolute_url()}thoughts/", {"body": "Still here."})
        assert Comment.objects.get().body == "Still here."

    def test_the_site_is_ready_and_says_that_the_cache_is_away(self, client: Client) -> None:
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert json.loads(answer.content)["cache"] == "away"


@pytest.fixture
def postgres_away(transactional_db: None, django_db_blocker: Any) -> Iterator[None]:
    """The database at a port where nobody answers."""
    connection = connections["default"]
    connection.close()
    connection.close_pool()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "9"
    yield
    connection.close()
    connection.close_pool()
    connection.settings_dict["PORT"] = port


@pytest.mark.usefixtures("postgres_away")
class TestPostgresAway:
    """503 with a time to try again; what was typed comes back."""

    def quiet(self) -> Client:
        return Client(raise_request_exception=False)

    def test_a_page_says_so_and_when_to_try_again(self) -> None:
        answer = self.quiet().get("/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        assert "Try again in a minute" in answer.content.decode()

    def test_a_typed_thought_is_given_back(self) -> None:
        answer = self.quiet().post("/articles/any/thoughts/", {"body": "Typed with <care>."})
        assert answer.status_code == 503
        assert "Typed with &lt;care&gt;." in answer.content.decode()

    def test_alive_and_not_ready(self) -> None:
        assert self.quiet().get("/livez").status_code == 200
        answer = self.quiet().get("/readyz")
        assert answer.status_code == 503
        assert json.loads(answer.content)["database"] == "away"

    def test_the_style_of_the_page_is_there(self) -> None:
        assert self.quiet().get("/theme.css").status_code == 200
        assert self.quiet().get("/robots.txt").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_is_a_calm_page_without_a_secret(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(settings.SECRET_KEY)

    monkeypatch.setattr("articles.views.lists.newest", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "This one is our fault" in page
    assert settings.SECRET_KEY not in page
    assert "Traceback" not in page

"""The audit log has one line an act, after the commit, and nobody writes a second line into it."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from newsroom.auditing import AuditedRequest, audit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any) -> Any:
    """Does something within a transaction that is committed, and returns what was logged."""

    def run(act: Any) -> list[dict[str, Any]]:
        caplog.clear()
        with caplog.at_level("INFO", "newsroom.audit"), django_capture_on_commit_callbacks(execute=True):
            act()
        messages = [one.getMessage() for one in caplog.records if one.name == "newsroom.audit"]
        assert not any("\n" in message or "\r" in message for message in messages)
        return [json.loads(message) for message in messages]

    return run


def answered(act: Any, **heads: str) -> Any:
    """The act, done while a request with these heads is answered."""

    def view(request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse()

    return lambda: AuditedRequest(view)(RequestFactory().get("/", **heads))


def test_it_says_who_did_what_to_what_from_which_network(lines: Any) -> None:
    user = factories.reader("Ann")
    act = lambda: audit("removed", actor=user, target="thought abc")  # noqa: E731 - said twice below
    given = {"REMOTE_ADDR": "198.51.100.77", "HTTP_X_REQUEST_ID": "a1-b2"}
    assert lines(answered(act, **given)) == [
        {
            "act": "removed",
            "actor": str(user.mark),
            "target": "thought abc",
            "network": "198.51.100.0/24",
            "request": "a1-b2",
        }
    ]
    assert lines(answered(act, REMOTE_ADDR="2001:db8:1:2:3::4"))[0]["network"] == "2001:db8:1::/48"


def test_what_a_browser_sends_is_no_part_of_it_unless_it_is_an_id(lines: Any) -> None:
    act = lambda: audit("removed", actor=None, target="thought abc\r\nForged: line")  # noqa: E731
    for hostile in ("a\r\nForged: line", "x" * 65, '"}{', "ä"):
        (line,) = lines(answered(act, HTTP_X_REQUEST_ID=hostile))
        assert line["request"] is None
        assert line["actor"] is None
    assert lines(answered(act, REMOTE_ADDR="nowhere"))[0]["network"] is None


def test_outside_a_request_it_has_no_network(lines: Any) -> None:
    lines(answered(lambda: None, REMOTE_ADDR="198.51.100.77"))
    (line,) = lines(lambda: audit("removed", actor=None, target="x"))
    assert (line["network"], line["request"]) == (None, None)


def test_what_was_rolled_back_was_not_done(lines: Any) -> None:
    def act() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            audit("removed", actor=None, target="x")
            raise ZeroDivisionError

    assert lines(act) == []

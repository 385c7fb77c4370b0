"""How long a page of a full moderation queue takes, and a decision: printed; nothing is asserted about time."""

import time
from typing import Any

import pytest
from django.test import Client

from comments.models import Comment
from comments.moderation.queueing import PAGE
from tests import factories

WAITING, ROUNDS, DECIDED = 500, 60, 60
QUEUE = "/admin/comments/comment/queue/"


def _quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    return ", ".join(
        f"{name} {ordered[int(len(ordered) * at)] * 1000:.1f} ms" for name, at in (("p50", 0.5), ("p95", 0.95))
    )


def _timed(ask: Any, *arguments: Any) -> float:
    began = time.perf_counter()
    assert ask(*arguments).status_code in {200, 302}
    return time.perf_counter() - began


@pytest.mark.benchmark
@pytest.mark.django_db(transaction=True)
def test_a_queue_of_five_hundred() -> None:
    article, client = factories.published(), Client()
    client.force_login(factories.editor())
    readers = [factories.reader() for _ in range(50)]
    for number in range(WAITING):
        factories.thought(article, readers[number % 50], f"Thought number {number}. " * 10, state="withheld")
    client.get(QUEUE)
    pages = [_timed(client.get, QUEUE) for _ in range(ROUNDS)]
    decisions = []
    for number, thought in enumerate(Comment.objects.order_by("id")[:DECIDED]):
        button = "approve" if number % 2 else "remove"
        asked = {"act": f"{button}-{thought.pk}", f"turn-{thought.pk}": "0", f"rule-{thought.pk}": "civil"}
        decisions.append(_timed(client.post, QUEUE, asked))
    print(f"Queue of {WAITING}, {PAGE} a page: {_quantiles(pages)}; a decision: {_quantiles(decisions)}")

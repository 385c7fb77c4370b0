"""How long posting takes, and refusing: printed; nothing is asserted about time."""

import time
from typing import Any

import pytest
from django.test import Client

from comments.models import Comment
from tests import factories
from tests.comments.acting import SCRIPT, open_doors, post

READERS, ROUNDS, FLOOD = 40, 5, 400
WORDS = "The channel is deep enough for the ships that we have, and the crews know it better than the board. " * 3


def _quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    return ", ".join(
        f"{name} {ordered[int(len(ordered) * at)] * 1000:.1f} ms" for name, at in (("p50", 0.5), ("p95", 0.95))
    )


def _timed(client: Client, article: Any, body: str) -> tuple[float, int]:
    began = time.perf_counter()
    status = post(client, article, body, headers=SCRIPT).status_code
    return time.perf_counter() - began, status


@pytest.mark.benchmark
@pytest.mark.django_db(transaction=True)
def test_posting_and_refusing() -> None:
    open_doors()
    article, clients = factories.published(), []
    for _ in range(READERS):
        clients.append(Client())
        clients[-1].force_login(factories.reader())
    posted = []
    for number in range(ROUNDS):
        for client in clients:
            taken, status = _timed(client, article, f"{number}. {WORDS}")
            assert status == 201
            posted.append(taken)
        Comment.objects.update(created_at="2020-01-01T00:00Z")
    refused = []
    clients[0].post(f"{article.get_absolute_url()}thoughts/", {"body": "First."})
    for number in range(FLOOD):
        taken, status = _timed(clients[0], article, f"Flood {number}.")
        if status == 429:
            refused.append(taken)
    print(f"\nposting {len(posted)}: {_quantiles(posted)}; refusing {len(refused)} of a flood: {_quantiles(refused)}")

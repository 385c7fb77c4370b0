"""Commands that operators run."""

import json
import re
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from newsroom.management.commands import drain
from newsroom.models import User
from newsroom.outbox import posting, reconciling
from newsroom.outbox.models import Job, State
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_first_editor_gets_a_link_that_works_once_and_enters_the_desk(client: Client) -> None:
    out = StringIO()
    call_command("create_editor", "desk@example.org", stdout=out)
    path = urlsplit(out.getvalue().split()[-1]).path
    form = client.get(path).url
    answer = client.post(form, {"password1": "a long enough secret", "password2": "a long enough secret"})
    assert answer.status_code == 302
    assert client.get("/admin/articles/article/").status_code == 200
    assert "password1" not in Client().get(path, follow=True).content.decode()


def test_making_an_editor_of_a_reader_keeps_the_account(client: Client) -> None:
    reader = factories.reader()
    call_command("create_editor", reader.email, stdout=StringIO())
    reader.refresh_from_db()
    assert reader.is_staff
    assert User.objects.count() == 1


def test_what_is_no_address_is_refused_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="no email address"):
        call_command("create_editor", "nobody")


def test_drain_does_what_workers_do(capsys: pytest.CaptureFixture[str]) -> None:
    factories.published()
    call_command("drain")
    assert re.search(r"^\d+ jobs done\.$", capsys.readouterr().out, re.MULTILINE)
    assert not Job.objects.exclude(state="done").exists()
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def test_drain_posts_what_the_clock_makes_due_and_goes_on_doing_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "_reconcilers", [lambda: posting.post("words", f"{next(rounds)}") * 0])
    rounds, hours = iter(range(10)), iter(range(0, 36_000, 1800))
    monkeypatch.setattr(drain, "monotonic", lambda: next(hours))

    def sleep(seconds: float) -> None:
        if Job.objects.filter(key="2").exists():
            raise KeyboardInterrupt

    monkeypatch.setattr(drain, "sleep", sleep)
    call_command("drain", "--loop", stdout=StringIO())
    assert list(Job.objects.order_by("pk").values_list("key", "state")) == [(key, State.DONE) for key in "012"]


def test_prepare_can_be_repeated_and_loads_the_seeds_only_where_nothing_is(tmp_path: Path, client: Client) -> None:
    factories.published()
    accounts = tmp_path / "accounts.json"
    accounts.write_text(
        json.dumps(
            {name: {"email": f"{name}@example.org", "password": f"secret of {name}"} for name in ("editor", "reader")}
        )
    )
    for _ in range(2):
        call_command("prepare", "--seed", "--demo-accounts", str(accounts))
    assert Article.objects.count() == 1
    assert client.login(username="editor@example.org", email="editor@example.org", password="secret of editor")
    assert set(User.objects.values_list("username", "is_staff")) == {("editor", True), ("reader", False)}

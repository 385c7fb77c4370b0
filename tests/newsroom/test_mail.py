"""A mail is written in the transaction that causes it, sent once, and forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outgoing
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from newsroom.mail.forgetting import forget_mails_to
from newsroom.mail.models import Mail
from newsroom.mail.posting import post_mail
from newsroom.outbox import claiming
from newsroom.outbox.models import Job, Lane, State
from newsroom.outbox.working import work_off
from tests.newsroom.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
SECRET = "http://127.0.0.1:8000/accounts/password/reset/key/1-s3cr3t/"


def post(key: str = "a", to: str = "ann@example.org", **more: Any) -> Mail | None:
    """A mail that holds a secret link."""
    return post_mail(to, "account", "account/password_reset_key", {"password_reset_url": SECRET}, key=key, **more)


def again() -> Job:
    """The job, due now."""
    Job.objects.filter(state=State.RETRY).update(run_at=Now() - timedelta(seconds=1))
    return Job.objects.get()


@pytest.fixture
def server(settings: Any) -> Iterator[SmtpServer]:
    """A mail server that the settings name."""
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def test_no_mail_comes_of_a_transaction_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_the_same_key_is_one_mail(server: SmtpServer) -> None:
    assert post("reply-1")
    assert post("reply-1") is None
    work_off()
    assert post("reply-1") is None, "also after it was sent"
    work_off()
    assert len(server.mails) == 1


def test_the_server_receives_text_and_html_with_the_heads_that_threads_and_unsubscribing_need(
    server: SmtpServer,
) -> None:
    stop = "https://news.example/notifications/stop/abc:1/?x=1"
    post("reply-1", thread="thought-41", unsubscribe_url=stop)
    post("reply-2", thread="thought-41")
    assert work_off(lanes=[Lane.MAIL]) == 2
    first, second = server.mails
    assert (first["To"], first["Subject"]) == ("ann@example.org", "Set a new password")
    assert first.get_content_type() == "multipart/alternative"
    text, html = first.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert f"Set a new password:\n{SECRET}\n" in text.get_content().replace("\r", "")
    assert html.get_content_type() == "text/html"
    assert f'<a class="button" href="{SECRET}"' in html.get_content()
    assert "<table" not in html.get_content()
    assert first["List-Unsubscribe"] == f"<{stop}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["References"] == second["References"] == first["In-Reply-To"] == "<thought-41@127.0.0.1>"
    assert first["Message-ID"] != second["Message-ID"]
    assert "List-Unsubscribe" not in second


def test_what_was_sent_is_forgotten_except_in_the_demo(server: SmtpServer, settings: Any) -> None:
    settings.DEMO = False
    post("a")
    work_off()
    kept = Mail.objects.get()
    assert (kept.text, kept.html) == ("", "")
    assert kept.sent_at
    settings.DEMO = True
    post("b")
    work_off()
    assert SECRET in Mail.objects.get(key="b").text


def test_a_worker_killed_between_sending_and_writing_it_down_sends_once_more_under_the_same_id(
    server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    post()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(claiming.Claim, "finishing", die)
        work_off()
    assert len(server.mails) == 1
    assert Mail.objects.get().sent_at is None
    Job.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert work_off() == 1
    assert work_off() == 0
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert Mail.objects.get().sent_at


def test_a_server_that_is_away_is_tried_five_times_and_then_people_read_why(
    settings: Any, client: Client, editor: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with SmtpServer() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    post()
    for attempt in range(1, 6):
        assert work_off() == 1
        job = again()
        assert job.attempts == attempt
    assert job.state == State.DEAD
    editor.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(editor)
    page = client.get(reverse("admin:outbox_job_changelist")).content.decode()
    assert "The mail server was not reached (ConnectionRefusedError)." in page
    assert "s3cr3t" not in page + caplog.text + str(job.payload)
    assert SECRET in Mail.objects.get().text, "nothing is lost: trying again sends it"


def test_a_refused_address_ends_it_and_a_server_that_says_not_now_does_not(server: SmtpServer) -> None:
    server.replies["RCPT"] = b"451 <ann@example.org> s3cr3t greylisted"
    post()
    work_off()
    assert again().state == State.RETRY
    server.replies["RCPT"] = b"550 <ann@example.org> s3cr3t no such user"
    work_off()
    job = again()
    assert (job.state, job.attempts) == (State.DEAD, 2)
    assert job.last_error == "The mail server refuses the address (550) for good."
    assert job.finished_at


@pytest.mark.parametrize(
    ("command", "reply"), [("DATA", b"554 s3cr3t"), ("MAIL", b"530 s3cr3t"), ("EHLO", b"421 s3cr3t")]
)
def test_no_word_of_the_server_reaches_the_jobs_page(server: SmtpServer, command: str, reply: bytes) -> None:
    server.replies[command] = server.replies["HELO"] = reply
    post()
    work_off()
    job = again()
    assert job.state == State.RETRY
    assert job.last_error.startswith(f"The mail server refused ({reply[:3].decode()}, ")
    assert "s3cr3t" not in job.last_error


@pytest.mark.parametrize(
    "to",
    ["ann@example.org\nBcc: eve@example.org", "ann@example.org, eve@example.org", "Ann <ann@example.org>", "ann", ""],
)
def test_what_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="not one email address"):
        post(to=to)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "head",
    [
        {"thread": "thought-1>\nBcc: eve@example.org"},
        {"thread": ""},
        {"unsubscribe_url": "https://news.example/\nBcc: eve@example.org"},
        {"unsubscribe_url": "https://news.example/>,<mailto:eve@example.org"},
        {"unsubscribe_url": "javascript:alert(1)"},
    ],
)
def test_nothing_that_could_end_a_head_stands_in_one(head: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"names no thread|no web address"):
        post(**head)
    assert not Job.objects.exists()


def test_a_line_break_in_a_name_does_not_make_a_head_of_the_subject(server: SmtpServer, settings: Any) -> None:
    naming(settings)
    name = "Ann\r\nBcc: eve@example.org\r\n\r\n<b>Hello"
    post_mail("ann@example.org", "reply", "named", {"name": name}, key="a")
    work_off()
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Ann Bcc: eve@example.org <b>Hello wrote"
    assert "&lt;b&gt;Hello" in mail.get_body(("html",)).get_content(), "and nothing in it is HTML"


def test_a_mail_has_its_reason_its_links_and_the_mark_of_machine_written_text(settings: Any) -> None:
    naming(settings)
    links = [("Mute this thread", "https://x/m"), ("Change notifications", "https://x/c"), ("Stop", "https://x/s")]
    context = {"name": "Ann", "why": "You get this because Ann & you talk.", "links": links, "mark": "AI-generated"}
    mail = post_mail("ann@example.org", "reply", "named", context, key="a")
    assert mail
    assert mail.text.startswith("AI-generated\n\nAnn wrote")
    assert (
        "--\nYou get this because Ann & you talk.\nMute this thread: https://x/m\nChange notifications: https://x/c"
        in mail.text
    )
    assert "Ann &amp; you talk." in mail.html
    assert (
        '<a href="https://x/m">Mute this thread</a>, <a href="https://x/c">change notifications</a>, or <a' in mail.html
    )
    assert mail.html.index("AI-generated") < mail.html.index("Ann wrote to you")
    assert "prefers-color-scheme: dark" in mail.html


def test_the_mails_to_an_address_can_be_forgotten(server: SmtpServer) -> None:
    post("a")
    work_off()
    post("b")
    post("c", to="eve@example.org")
    assert forget_mails_to("Ann@example.org") == 2
    work_off()
    assert [mail["To"] for mail in server.mails] == ["ann@example.org", "eve@example.org"]
    assert not Job.objects.exclude(state=State.DONE).exists()


def naming(settings: Any) -> None:
    """A mail of our own, in both forms."""
    files = {
        "mail/named.txt": '{% extends "mail/_base.txt" %}{% block subject %}{{ name }} wrote{% endblock %}'
        "{% block body %}{{ name }} wrote to you.{% endblock %}",
        "mail/named.html": '{% extends "mail/_base.html" %}{% block body %}<p>{{ name }} wrote to you.</p>{% endblock %}',
    }
    (engine,) = settings.TEMPLATES
    loaders = [
        ("django.template.loaders.locmem.Loader", files),
        ("django.template.loaders.filesystem.Loader", engine["DIRS"]),
        "django.template.loaders.app_directories.Loader",
    ]
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]


def test_without_a_server_a_mail_is_printed(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_BACKEND = "newsroom.mail.terminal.TerminalBackend"
    post()
    work_off()
    assert "Mail to ann@example.org: Set a new password\n" in capsys.readouterr().out
    assert not outgoing.outbox

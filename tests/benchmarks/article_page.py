"""Load on a running site: the article page beside Django's empty view, by requests a second and CPU a request.

Runs as the COMMAND of `up … -- COMMAND`, on Linux. The empty view is `HttpResponse("ok")` under startproject's settings
and middleware, in its own granian with the same workers and threads. Judge by CPU a request and the ratio to that floor
in the same run: requests a second move with whatever else the machine does.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

ROUNDS, SECONDS, CONNECTIONS, THOUGHTS = 3, 4, 4, 50
TICK = os.sysconf("SC_CLK_TCK")
FLOOR_PORT = 8765
EMPTY_VIEW = """
import os, sys
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, INSTALLED_APPS=[
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware"])
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
"""


def cpu_seconds(*servers: tuple[str, ...]) -> float:
    """User and system time of the processes with these marks, and of their children that ended."""
    total = 0
    for pid in set().union(*(processes(*marks) for marks in servers)):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))
    return total / TICK


def processes(*marks: str) -> set[int]:
    """The processes whose command line holds all the marks, and everything below them."""
    parents, found = {}, set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if all(mark in line for mark in marks) and int(entry.name) != os.getpid():
                found.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def load(url: str, cookie: str) -> int:
    """Requests answered with 200 in SECONDS over a few kept connections; another answer is an error."""
    target = urlsplit(url)
    counts: list[int] = []
    end = time.monotonic() + SECONDS

    def ask() -> None:
        connection, done = http.client.HTTPConnection(target.hostname or "", target.port), 0
        while time.monotonic() < end:
            connection.request("GET", target.path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            done += 1
        counts.append(done)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == CONNECTIONS, "a connection failed"
    return sum(counts)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)


@contextmanager
def empty_view() -> Iterator[str]:
    """The floor."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "empty_view.py").write_text(EMPTY_VIEW)
        command = [
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(FLOOR_PORT),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
        ]
        server = subprocess.Popen(
            [sys.executable, *command, "empty_view:application"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(FLOOR_PORT)
            yield f"http://127.0.0.1:{FLOOR_PORT}/"
        finally:
            server.terminate()
            server.wait()


def furnish() -> tuple[str, str, str]:
    """An article with fifty thoughts; returns the paths of a bare and of that article, and a signed-in reader's cookie."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from articles.models import Article
    from newsroom.models import User
    from tests.comments.crowd import crowd

    bare, discussed = Article.objects.published().filter(story__isnull=False)[:2]
    reader = User.objects.get(email="reader@newsroom.example")
    crowd(discussed, reader, threads=THOUGHTS)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(reader.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: reader.get_session_auth_hash(),
        }
    )
    session.save()
    return (
        bare.get_absolute_url(),
        discussed.get_absolute_url(),
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
    )


def main() -> None:
    """Prints a table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    site = os.environ["SITE_URL"]
    bare, discussed, cookie = furnish()
    web = [("granian", "newsroom.wsgi"), ("postgres", str(urlsplit(os.environ["DATABASE_URL"]).port))]
    with empty_view() as floor:
        cases = {
            "Django's empty view": (floor, "", [("granian", "empty_view")]),
            "article, anonymous": (f"{site}{bare}", "", web),
            "article, 50 thoughts, anonymous": (f"{site}{discussed}", "", web),
            "article, 50 thoughts, signed in": (f"{site}{discussed}", cookie, web),
        }
        rows: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for _ in range(ROUNDS):
            for name, (url, kept, servers) in cases.items():
                before = cpu_seconds(*servers)
                answered = load(url, kept)
                rows[name].append((answered / SECONDS, 1000 * (cpu_seconds(*servers) - before) / answered))
    floor_rate, floor_cpu = (statistics.median(row[i] for row in rows["Django's empty view"]) for i in (0, 1))
    print(f"{'':34}{'req/s':>8}{'CPU ms':>8}{'of floor, req/s':>17}{'of floor, CPU':>15}")
    for name, measured in rows.items():
        rate, cpu = (statistics.median(row[i] for row in measured) for i in (0, 1))
        print(f"{name:34}{rate:8.0f}{cpu:8.2f}{rate / floor_rate:17.3f}{cpu / floor_cpu:15.1f}")


if __name__ == "__main__":
    main()

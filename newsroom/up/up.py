"""`manage.py up`: the whole site on one machine, from an empty directory to Ready, until somebody says stop."""

import argparse
import errno
import ipaddress
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from newsroom.up import migrated
from newsroom.up.attach import set_variables
from newsroom.up.children import Child, in_words
from newsroom.up.console import Console
from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant
from newsroom.up.processes import MARK, dies_with_parent, free_port
from newsroom.up.readiness import Answer, Question, address, reader_host, worker_answered
from newsroom.up.refusal import Refusal
from newsroom.up.supervisor import Stop, Supervisor

READY_WITHIN = 60.0
PREPARED_WITHIN = 600.0
ACCOUNTS = {"editor": "editor@newsroom.example", "reader": "reader@newsroom.example"}
TRUE = {"true", "on", "ok", "y", "yes", "1"}


def parse(words: list[str]) -> argparse.Namespace:
    """The options of `up`; what follows `--` is a command to run once the site is ready."""
    command = words[words.index("--") + 1 :] if "--" in words else []
    own = words[: words.index("--")] if "--" in words else words
    parser = argparse.ArgumentParser(
        prog="manage.py up",
        description="Run the whole site: database, broker, cache, web, worker and clock.",
        epilog="-- COMMAND: run COMMAND with the site's variables once it is ready, then stop; its exit code is ours.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any (%(default)s)")
    parser.add_argument("--data-dir", metavar="DIR", help="where everything is kept (var)")  # taken out before
    parser.add_argument("--no-seed", action="store_true", help="leave an empty database empty")
    options = parser.parse_args(own)
    options.command = command
    if "--" in words and not command:
        parser.error("no command after --")
    if not 0 <= options.port <= 65535:
        parser.error("--port is a number from 0 to 65535")
    return options


def main(words: list[str], data: DataDir, root: Path) -> int:
    """Run `up` from its first to its last line."""
    options = parse(words)
    data.create()
    if not data.try_lock("manage.py up"):
        raise Refusal(f"{data.path} is in use by {data.holder()}: end that first, or choose another --data-dir")
    console = Console(sys.stderr if options.command else sys.stdout)
    plant = Plant(data)
    supervisor = Supervisor(console, plant)
    try:
        return Up(options, data, root, console, plant, supervisor).run()
    except Stop:
        return 0
    finally:
        data.withdraw()
        supervisor.stop()
        data.unlock()


class Up:
    """The steps from locked to Ready."""

    def __init__(
        self,
        options: argparse.Namespace,
        data: DataDir,
        root: Path,
        console: Console,
        plant: Plant,
        supervisor: Supervisor,
    ) -> None:
        self.options, self.data, self.root = options, data, root
        self.console, self.plant, self.supervisor = console, plant, supervisor
        self.demo = self._demo()

    def _demo(self) -> bool:
        """Seeds, demo accounts and the mailbox: only where nobody else can come in, unless asked for."""
        said = os.environ.get("DEMO", "").lower()
        return said in TRUE if said else self.plant.embedded("DATABASE_URL") and is_loopback(self.options.host)

    def run(self) -> int:
        """Start everything in order and keep it running."""
        self.plant.clear()
        self.options.port = claim(self.options.host, self.options.port)
        begun = time.monotonic()
        self.plant.start()
        self.console.say(f"Servers are up after {time.monotonic() - begun:.1f} s.")
        set_variables(self.plant.variables(self.demo))
        set_variables({"SITE_URL": address(self.options.host, self.options.port)})
        self._prepare()
        self._start_site()
        self._publish()
        self._wait_until_ready()
        self._start("beat")
        self._announce()
        self.supervisor.raising = False
        if self.options.command:
            return run_command(self.options.command, self.supervisor)
        self.supervisor.watch()
        return 0

    def _prepare(self) -> None:
        """Tables, seeds and demo accounts, by Django in a process of its own."""
        words = [sys.executable, "manage.py", "prepare"]
        if self.demo and not self.options.no_seed:
            words.append("--seed")
        if self.demo:
            words += ["--demo-accounts", str(self._accounts())]
        child = self._child("prepare", words)
        code = self.supervisor.run_once(child, PREPARED_WITHIN)
        if code:
            raise Refusal(
                f"preparing the database failed ({child.last_line or in_words(code)}): see the lines above; "
                f"moving {self.data.path} away starts afresh"
            )
        migrated.note(self.data, self.root)

    def _accounts(self) -> Path:
        """The demo accounts, with random passwords made at first run."""
        kept = self.data.read("demo.json")
        if kept is None or set(kept) != set(ACCOUNTS):
            made = {who: {"email": email, "password": os.urandom(9).hex()} for who, email in ACCOUNTS.items()}
            self.data.write("demo.json", made)
        return self.data.path / "demo.json"

    def _start_site(self) -> None:
        """Web and worker side by side; the clock follows once they answer, nobody waits for it."""
        self.started = datetime.now(UTC)
        for name in ("web", "worker"):
            self._start(name)

    def _start(self, name: str) -> None:
        words = site(self.options.host, self.options.port, self.data.path)[name]
        self.supervisor.add(self._child(name, [sys.executable, *words]))

    def _child(self, name: str, words: list[str]) -> Child:
        environ = {**os.environ, MARK: str(self.data.path), "PYTHONUNBUFFERED": "1"}
        if name == "worker" and os.geteuid() == 0 and "PYTHONWARNINGS" not in environ:
            # Celery's long warning belongs to workers that take messages from elsewhere; ours come through our own broker.
            environ["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
        return Child(name, words, self.root, self.data, environ)

    def _publish(self) -> None:
        names = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY", "MEDIA_ROOT", "DEMO", "SITE_URL")
        self.data.publish({name: os.environ[name] for name in names if os.environ.get(name)})

    def _wait_until_ready(self) -> None:
        """Until the web answers and the worker that was just started was heard of."""
        until = time.monotonic() + READY_WITHIN
        answer: Answer = (0, {})
        question = None
        while time.monotonic() < until:
            self.supervisor.turn(0.1)
            for child in self.supervisor.children:
                if (code := child.ended()) is not None:
                    self.supervisor.turn(0.1)
                    raise Refusal(f"{child.name} {in_words(code)} before it was ready: {child.last_line}")
            question = question or Question(self.options.host, self.options.port, os.environ["SITE_URL"])
            if (came := question.answer()) is not None:
                answer, question = came, None
            if answer[0] == 200 and worker_answered(answer[1], self.started):
                return
        self._give_up(answer)

    def _give_up(self, answer: Answer) -> NoReturn:
        status, words = answer
        what = "no worker answered" if status == 200 else f"the web answered {status or 'nothing'} {words or ''}".strip()
        raise Refusal(f"not ready after {READY_WITHIN:.0f} s, {what}: see the lines above, then start it again")

    def _announce(self) -> None:
        """What the reader needs: the address, and in demo mode how to sign in."""
        self.console.say(f"Ready: {address(self.options.host, self.options.port)}/")
        if self.demo:
            accounts: dict[str, dict[str, str]] = self.data.read("demo.json") or {}  # type: ignore[assignment]
            for who, account in accounts.items():
                self.console.say(f"{who.capitalize()}: {account['email']} {account['password']}")


def site(host: str, port: int, data: Path) -> dict[str, list[str]]:
    """The processes of the site, as arguments for Python."""
    web = f"granian --interface wsgi --host {host} --port {port} --workers 2 --blocking-threads 4 --runtime-threads 1 "
    web += "--no-ws --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 2 newsroom.wsgi:application"
    worker = "celery -q -A newsroom.celery:app worker --concurrency 2 --without-gossip --without-mingle -O fair -l INFO"
    beat = ["celery", "-q", "-A", "newsroom.celery:app", "beat", "-l", "WARNING", "--pidfile="]
    return {
        "web": ["-m", *web.split()],
        "worker": ["-m", *worker.split()],
        "beat": ["-m", *beat, "-s", str(data / "beat" / "celerybeat-schedule")],
    }


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def claim(host: str, port: int) -> int:
    """A port that the web server will get, or the reason why not, before anything is started."""
    remedy = "choose another with --port"
    try:
        if port == 0:
            return free_port(host)
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.settimeout(1)
            if probe.connect_ex((reader_host(host), port)) == 0:
                raise Refusal(f"port {port} on {host} is taken by another program: end that, or {remedy}")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(f"port {port} on {host} is taken by another program: end that, or {remedy}") from None
        raise Refusal(f"cannot listen on {host} port {port} ({error.strerror}): {remedy} or --host") from None
    return port


def run_command(words: list[str], supervisor: Supervisor) -> int:
    """Run one command beside the site and give its exit code; it sits at the terminal, as if started there."""
    scripts = str(Path(sys.executable).parent)
    environ = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    try:
        process = subprocess.Popen(words, env=environ, preexec_fn=dies_with_parent(signal.SIGTERM))
    except OSError as error:
        raise Refusal(f"cannot run {shlex.join(words)} ({error.strerror}): check its name") from None
    supervisor.watch(process)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
    code = process.wait()
    return code if code >= 0 else 128 - code

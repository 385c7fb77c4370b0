"""Everything `up` starts, step by step, each waited for."""

import argparse
import os
import time
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

from newsroom.up import migrated
from newsroom.up.attach import set_variables
from newsroom.up.beside import run_command
from newsroom.up.children import Child, in_words
from newsroom.up.datadir import DataDir
from newsroom.up.listening import address, claim, is_loopback
from newsroom.up.readiness import Answer, Question, worker_answered
from newsroom.up.refusal import Refusal
from newsroom.up.site import arguments, child
from newsroom.up.supervisor import Supervisor

READY_WITHIN = 60.0
PREPARED_WITHIN = 600.0
ACCOUNTS = {"editor": "editor@newsroom.example", "reader": "reader@newsroom.example"}
TRUE = {"true", "on", "ok", "y", "yes", "1"}


class Start:
    """The steps from locked to Ready, and what comes after."""

    def __init__(self, options: argparse.Namespace, data: DataDir, root: Path, supervisor: Supervisor) -> None:
        self.options, self.data, self.root, self.supervisor = options, data, root, supervisor
        self.console, self.plant = supervisor.console, supervisor.plant
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
        words = ["manage.py", "prepare"]
        if self.demo and not self.options.no_seed:
            words.append("--seed")
        if self.demo:
            words += ["--demo-accounts", str(self._accounts())]
        preparing = child("prepare", words, self.root, self.data)
        if self.plant.embedded("DATABASE_URL") and migrated.is_current(self.data, self.root):
            self.supervisor.add(preparing)  # the tables are there: it may look them over while the site starts
            return
        self._prepared(preparing, self.supervisor.run_once(preparing, PREPARED_WITHIN))

    def _prepared(self, preparing: Child, code: int) -> None:
        """Go on if it went well."""
        if code:
            raise Refusal(
                f"preparing the database failed ({preparing.reason()}): see the lines above; "
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
        """Web and workers side by side; the clock follows once they answer, nobody waits for it."""
        self.started = datetime.now(UTC)
        for name in ("web", "worker"):
            self._start(name)

    def _start(self, name: str) -> None:
        words = arguments(name, self.options.host, self.options.port, self.data)
        self.supervisor.add(child(name, words, self.root, self.data))

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
            preparing = self._look_after_starters()
            question = question or Question(self.options.host, self.options.port, os.environ["SITE_URL"])
            if (came := question.answer()) is not None:
                answer, question = came, None
            if answer[0] == HTTPStatus.OK and worker_answered(answer[1], self.started) and not preparing:
                return
        self._give_up(answer)

    def _look_after_starters(self) -> bool:
        """Nobody may end before the site is ready but `prepare`, which must end well; whether it is still at work."""
        for starter in list(self.supervisor.children):
            if (code := starter.ended()) is not None:
                self.supervisor.remove(starter)
                if starter.name == "web":
                    claim(self.options.host, self.options.port)  # somebody may have been quicker
                if starter.name != "prepare":
                    words = f"{starter.name} {in_words(code)} before the site was ready: {starter.reason()}"
                    raise Refusal(f"{words} (see the lines above, put that right and start it again)")
                self._prepared(starter, code)
        return any(starter.name == "prepare" for starter in self.supervisor.children)

    def _give_up(self, answer: Answer) -> NoReturn:
        status, words = answer
        what = f"the web answered {status} {words}" if status else "the web did not answer"
        if status == HTTPStatus.OK:
            what = "no worker answered"
        errors = [f"{starter.name}: {error}" for starter in self.supervisor.children if (error := starter.error())]
        what = "; ".join([what, *errors])
        raise Refusal(f"not ready after {READY_WITHIN:.0f} s, {what}: see the lines above, then start it again")

    def _announce(self) -> None:
        """What the reader needs: the address, and in demo mode how to sign in."""
        self.console.say(f"Ready: {address(self.options.host, self.options.port)}/")
        if self.demo:
            for who, account in (self.data.read("demo.json") or {}).items():
                self.console.say(f"{who.capitalize()}: {account['email']} {account['password']}")

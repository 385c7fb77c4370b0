"""Servers for one command: named by the environment, lent by a running `up`, or its own for as long as it lasts."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from urllib.parse import urlsplit

from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant, media
from newsroom.up.refusal import Refusal

PATIENCE = 60.0


@contextmanager
def servers(data: DataDir, command: str) -> Iterator[bool]:
    """Set the variables that a command needs, for as long as it runs; True where the database may be new."""
    if os.environ.get("DATABASE_URL"):
        borrow(data)
        yield False
        return
    data.create()
    until = time.monotonic() + PATIENCE
    while True:
        if data.try_lock(command):
            with own(data):
                yield True
            return
        with data.visit():
            if lent := running(data):
                set_variables(lent)
                yield False
                return
        if time.monotonic() > until:
            raise Refusal(f"{data.path} is held by {data.holder()}, which does not get ready: end it and try again")
        time.sleep(0.1)


def borrow(data: DataDir) -> None:
    """Beside a named database, what this directory knows of it; nothing is started and no secret is made."""
    with suppress(Refusal):
        lent = running(data) or {}
        if lent.get("DATABASE_URL") == os.environ["DATABASE_URL"]:
            set_variables(lent)
        if kept := data.read("secrets.json"):
            set_variables({"SECRET_KEY": kept["secret_key"]})
    set_variables(media(data, os.environ))


def running(data: DataDir) -> dict[str, str] | None:
    """The variables of whoever runs on this directory, if its database can be spoken to."""
    lent = data.published()
    if lent is None:
        return None
    address = urlsplit(lent["DATABASE_URL"])
    with suppress(OSError), socket.create_connection((address.hostname or "127.0.0.1", address.port or 5432), 3):
        return lent
    return None


def set_variables(variables: dict[str, str]) -> None:
    """Into the environment, where it does not say otherwise."""
    for name, value in variables.items():
        if not os.environ.get(name):
            os.environ[name] = value


@contextmanager
def own(data: DataDir) -> Iterator[None]:
    """Servers of our own; others may come as guests, and the last guest is waited for."""
    plant = Plant(data)
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        plant.start()
        variables = plant.variables(demo=True)
        set_variables(variables)
        data.publish({**variables, **{name: os.environ[name] for name in plant.addresses()}})
        yield
    finally:
        try:
            with data.without_guests(say=_say):
                data.withdraw()
                plant.stop()
        finally:  # Ctrl-C while waiting for guests
            data.withdraw()
            plant.stop()
            data.unlock()
            signal.signal(signal.SIGTERM, before)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)

"""Servers for one command: named by the environment, lent by a running `up`, or its own for as long as it lasts."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from urllib.parse import urlsplit

from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant, media
from newsroom.up.refusal import Refusal

PATIENCE = 120.0
SILENCE = 2.0


@contextmanager
def servers(data: DataDir, command: str, make_current: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Set the variables that a command needs, for as long as it runs; `make_current` sees to the tables of our own."""
    if os.environ.get("DATABASE_URL"):
        borrow(data)
        yield
        return
    data.create()
    begun, said = time.monotonic(), False
    while not data.try_lock(command):
        with data.visit():
            if lent := running(data):
                set_variables(lent)
                yield
                return
        waited = time.monotonic() - begun
        if waited > PATIENCE:
            raise Refusal(f"{data.path} is held by {data.holder()}, which does not get ready: end it and try again")
        if waited > SILENCE and not said:
            _say(f"Waiting for {data.holder()} to get its servers ready ...")
            said = True
        time.sleep(0.1)
    with own(data, make_current):
        yield


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
def own(data: DataDir, make_current: Callable[[], None]) -> Iterator[None]:
    """Servers of our own; others may come as guests, and the last guest is waited for."""
    plant = Plant(data)
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        plant.start()
        variables = plant.variables(demo=True)
        set_variables(variables)
        make_current()
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

"""What `up` prints waits for nobody, and nothing of it is lost without a word."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from newsroom.up.console import BACKLOG, Console


@pytest.fixture
def pipe() -> Iterator[tuple[int, Console]]:
    """The end of a pipe to read from, and a console on the other."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as stream:
        yield reading, Console(stream)
    with suppress(OSError):
        os.close(reading)


def test_a_line_carries_the_name_of_who_said_it(pipe: tuple[int, Console]) -> None:
    reading, console = pipe
    console.told("web", "hello")
    console.say("Ready: http://127.0.0.1:8000/")
    assert os.read(reading, 1000) == b"web      | hello\nReady: http://127.0.0.1:8000/\n"


def test_a_reader_who_does_not_read_holds_nobody_up_and_hears_how_much_was_dropped(pipe: tuple[int, Console]) -> None:
    reading, console = pipe
    for number in range(2 * BACKLOG):
        console.told("web", f"{number:0200d}")
    heard = b""
    while console.waiting or not heard.endswith(f"{2 * BACKLOG - 1:0200d}\n".encode()):
        heard += os.read(reading, 65536)
        console.flush()
    assert b"lines dropped, nobody read them\n" in heard


def test_a_reader_who_has_gone_is_no_reason_to_stop(pipe: tuple[int, Console]) -> None:
    reading, console = pipe
    os.close(reading)
    console.say("one")
    console.say("two")
    assert not console.open

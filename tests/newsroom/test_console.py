"""What `up` prints waits for nobody, and nothing of it is lost without a word."""

import os
from io import TextIOWrapper

from newsroom.up.console import BACKLOG, Console


def a_pipe() -> tuple[int, Console]:
    """Something to write to and the end to read it from."""
    reading, writing = os.pipe()
    return reading, Console(TextIOWrapper(os.fdopen(writing, "wb")))


def test_a_line_carries_the_name_of_who_said_it() -> None:
    reading, console = a_pipe()
    console.told("web", "hello")
    console.say("Ready: http://127.0.0.1:8000/")
    assert os.read(reading, 1000) == b"web      | hello\nReady: http://127.0.0.1:8000/\n"


def test_a_reader_who_does_not_read_holds_nobody_up_and_hears_how_much_was_dropped() -> None:
    reading, console = a_pipe()
    for number in range(2 * BACKLOG):
        console.told("web", f"{number:0200d}")
    heard = b""
    while console.waiting:
        heard += os.read(reading, 65536)
        console.flush()
    assert b"lines dropped, nobody read them\n" in heard
    assert heard.endswith(f"{2 * BACKLOG - 1:0200d}\n".encode())
    assert len(console.waiting) == 0


def test_a_reader_who_has_gone_is_no_reason_to_stop() -> None:
    reading, console = a_pipe()
    os.close(reading)
    console.say("one")
    console.say("two")
    assert not console.open

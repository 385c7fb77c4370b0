"""Reading a file: JSON lines, or one JSON document of ninjs items, an item at a time and never more than that in memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from articles.exchange.line import LineError

LONGEST = 16 * 1024 * 1024
CHUNK = 1024 * 1024
SPACE = " \t\r\n"


class UnreadableError(Exception):
    """The file can not be read at all; the message says why and what to do."""


def items(path: Path) -> Iterator[tuple[int, Any]]:
    """The numbered objects of a file, or in an object's place the LineError that names what is wrong with it.

    Lines are numbered as an editor shows them. A file that ends in `.json` is one document: an item, or a list of them,
    numbered from 1. Raises UnreadableError.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
            yield from _document(file) if path.suffix == ".json" else _lines(file)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read ({error.strerror}): check the name.") from error


def count(path: Path) -> int:
    """How many items there are, those with faults included; reads the file once. Raises UnreadableError."""
    return sum(1 for _ in items(path))


def _lines(file: IO[str]) -> Iterator[tuple[int, Any]]:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            while not line.endswith("\n") and (line := file.readline(LONGEST)):
                pass
            yield number, LineError(f"The line has more than {LONGEST:,} characters: split it, or cut its sources.")
        elif line.strip():
            yield number, _parsed(line)


def _parsed(text: str) -> Any:
    if any("\udc80" <= character <= "\udcff" for character in text):
        return LineError("This is not UTF-8: save the file as UTF-8.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return LineError(f"This is not JSON ({error}): write one object a line.")


def _document(file: IO[str]) -> Iterator[tuple[int, Any]]:
    """Each item of a list, or the one item; after one that can not be parsed nothing more can be found."""
    decoder, held, number = json.JSONDecoder(), file.read(CHUNK).lstrip(SPACE), 0
    listed = held.startswith("[")
    held = held.removeprefix("[")
    while True:
        held = held.lstrip(f"{SPACE}," if listed else SPACE)
        more = "" if held else file.read(CHUNK)
        if more:
            held = more
            continue
        if not held or held.startswith("]"):
            return
        number += 1
        found, held = _next(decoder, held, file)
        yield number, found
        if isinstance(found, LineError):
            return


def _next(decoder: json.JSONDecoder, held: str, file: IO[str]) -> tuple[Any, str]:
    """The item that begins here and what follows it, read on as far as it takes."""
    while True:
        try:
            found, end = decoder.raw_decode(held)
        except (ValueError, RecursionError) as error:
            more = file.read(CHUNK) if len(held) <= LONGEST else ""
            if not more:
                return LineError(f"This is not JSON ({error}): the rest of the file is left out."), ""
            held += more
        else:
            return found, held[end:]

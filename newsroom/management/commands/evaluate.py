"""evaluate: the product's own code over a file of texts, so that others can measure it."""

import gzip
import json
import zlib
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from articles.evidence.evaluation import evaluate_support
from articles.management.progress import progress
from articles.related.evaluation import evaluate_pairs, evaluate_related
from articles.stories.evaluation import evaluate_stories
from articles.summaries.evaluation import evaluate_summaries
from comments.moderation.evaluation import evaluate_spam, evaluate_toxicity

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """What can be evaluated: the text fields that each line must have, and the function that answers the lines."""

    fields: tuple[str, ...]
    answer: Callable[[list[Row], dict[str, Any]], Iterable[Row]]


SUBJECTS = {
    "related": Subject(("body",), lambda rows, options: evaluate_related(rows, varied=not options["plain"])),
    "pairs": Subject(("a", "b"), lambda rows, _: evaluate_pairs(rows)),
    "stories": Subject(("body",), lambda rows, _: evaluate_stories(rows)),
    "support": Subject(("claim", "source"), lambda rows, _: evaluate_support(rows)),
    "spam": Subject(("text",), lambda rows, _: evaluate_spam(rows)),
    "toxicity": Subject(("text",), lambda rows, _: evaluate_toxicity(rows)),
    "summaries": Subject(("text",), lambda rows, options: evaluate_summaries(rows, options["sentences"])),
}


class Command(BaseCommand):
    """Reads all lines before it answers the first, so that a mistake in the file costs no time."""

    help = "Run the newsroom's own code over JSON lines (gzipped if the name ends in .gz) and write its answers."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subject, two files."""
        parser.add_argument("subject", choices=SUBJECTS, help="what to evaluate")
        parser.add_argument("--input", required=True, type=Path, metavar="FILE", help="JSON lines to answer")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where the answers go")
        parser.add_argument(
            "--sentences", type=_at_least_one, default=3, metavar="N", help="summaries: sentences a text (3)"
        )
        parser.add_argument("--plain", action="store_true", help="related: near-copies where they fall, not last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answers every line, in order."""
        subject = SUBJECTS[options["subject"]]
        source, target = options["input"], options["output"]
        if source.resolve() == target.resolve():
            raise CommandError(f"--input and --output are the same file, {source}: name another for the answers.")
        rows = list(read(source, subject.fields))
        answers = progress(subject.answer(rows, options), len(rows), self.stdout, options["subject"])
        try:
            with _open(target, "wt") as file:
                file.writelines(json.dumps(answer) + "\n" for answer in answers)
        except OSError as error:
            raise CommandError(f"{target} cannot be written ({error.strerror}): choose another --output.") from error


def read(path: Path, fields: tuple[str, ...]) -> Iterator[Row]:
    """Yields the objects of a file of JSON lines; empty lines do not count.

    Each must have an `id` that no other has, and a text in each of the fields; anything else raises CommandError, which
    names the line.
    """
    seen: dict[str | int, int] = {}
    for number, line in _lines(path):
        row = _parsed(line, f"{path}, line {number}")
        wrong = [field for field in fields if not isinstance(row.get(field), str)]
        if not isinstance(row.get("id"), str | int):
            wrong.insert(0, "id")
        if wrong:
            raise CommandError(f'{path}, line {number}: "{wrong[0]}" is missing or no text: add it or correct it.')
        if row["id"] in seen:
            first = seen[row["id"]]
            raise CommandError(
                f'{path}, line {number}: the id "{row["id"]}" stands on line {first} already: change one.'
            )
        seen[row["id"]] = number
        yield row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yields the numbered lines of a file that are not empty."""
    number = 0
    try:
        with _open(path, "rt") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}, near line {number + 1}: this is not UTF-8: save the file as UTF-8.") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CommandError(f"{path}, after line {number}: broken gzip data: compress the file again.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read ({error.strerror}): check the name given as --input.") from error


def _parsed(line: str, place: str) -> Row:
    """Returns the object that a line of JSON holds."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{place}: this is not JSON ({error}): write one object a line.") from error
    if not isinstance(row, dict):
        raise CommandError(f"{place}: this is no JSON object: write one object a line.")
    return row


def _open(path: Path, mode: str) -> IO[str]:
    """Opens a text file, through gzip if its name ends in .gz."""
    if path.suffix == ".gz":
        return gzip.open(path, mode, encoding="utf-8")  # type: ignore[return-value]  # text mode gives text
    return path.open(mode, encoding="utf-8")


def _at_least_one(text: str) -> int:
    """Reads a number of sentences."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is no number of sentences: give 1 or more")
    return int(text)

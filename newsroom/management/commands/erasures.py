"""erasures: the marks of erased readers, kept beside backups and applied after one was restored."""

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.models import User
from newsroom.readers.erasing import erase, erase_again
from newsroom.readers.models import Erased

WORDS = {"kept": True, "deleted": False}


class Command(BaseCommand):
    """A backup that is older than an erasure knows nothing of it; the file of marks does, and names nobody."""

    help = "Save the marks of erased readers to a file; after restoring a backup, erase again whom the file marks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which way."""
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--save", type=Path, metavar="FILE", help="write the marks, a line each")
        way.add_argument("--apply", type=Path, metavar="FILE", help="take the marks over, and erase whom they mark")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many."""
        if options.get("save"):
            lines = [
                f"{one.mark} {'kept' if one.kept_thoughts else 'deleted'}"
                for one in Erased.objects.order_by("at", "mark")
            ]
            options["save"].write_text("".join(f"{line}\n" for line in lines))
            self.stdout.write(f"{len(lines)} mark{'' if len(lines) == 1 else 's'} saved.")
            return
        for number, line in enumerate(options["apply"].read_text().splitlines(), 1):
            mark, kept = _read(line, number)
            Erased.objects.get_or_create(mark=mark, defaults={"kept_thoughts": kept})
        again = erase_again()
        for pk in again:
            reader = User.objects.get(pk=pk)
            erase(reader, keeps_thoughts=Erased.objects.get(mark=reader.mark).kept_thoughts)
        self.stdout.write(f"{len(again)} reader{'' if len(again) == 1 else 's'} erased again.")


def _read(line: str, number: int) -> tuple[uuid.UUID, bool]:
    mark, _, word = line.partition(" ")
    try:
        return uuid.UUID(mark), WORDS[word]
    except (ValueError, KeyError):
        raise CommandError(
            f"line {number} is no mark: “{line[:60]}”. Each is a UUID and the word kept or deleted."
        ) from None

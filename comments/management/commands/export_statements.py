"""export_statements: the statements of reasons for the Digital Services Act's transparency database."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import make_aware

from comments.moderation.transparency import statements

SCHEMA = "/static/schemas/statements.json"


class Command(BaseCommand):
    """Writes what an operator sends to the database, or shows to whoever asks."""

    help = "Export the statements of reasons as JSON, in the fields of the EU's transparency database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and from which day on."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="decisions of that day and later")

    def handle(self, *args: Any, file: Path, since: str | None, **options: Any) -> None:
        """All of them in one object, as the database takes them in portions of a hundred."""
        found = list(statements(_day(since) if since else None))
        record = {"$schema": f"{settings.SITE_URL}{SCHEMA}", "statements": found}
        try:
            file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror}): choose another.") from error
        self.stdout.write(f"{len(found)} statements in {file}.")


def _day(text: str) -> datetime:
    try:
        return make_aware(datetime.strptime(text, "%Y-%m-%d"))  # noqa: DTZ007 - made aware at once
    except ValueError:
        raise CommandError(f"{text} is no day: write it as 2026-11-22.") from None

"""export_articles: every article into a file, with its pictures beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.exchange.exporting import export_articles, stored
from articles.management.progress import progress


class Command(BaseCommand):
    """What import_articles reads; drafts included, so the file is not for the public."""

    help = (
        "Export all articles as JSON lines or, to a file that ends in .json, as ninjs 3.3; pictures go beside the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how far it is; the file stands under its name only when it is whole."""
        file, total = options["file"], stored().count()
        try:
            for _ in progress(export_articles(file), total, self.stdout, "export"):
                pass
        except OSError as error:
            raise CommandError(
                f"{error.filename or file} cannot be written ({error.strerror}): choose another."
            ) from error
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped; nothing was written under that name.") from stop
        self.stdout.write(f"{total} articles in {file}.")

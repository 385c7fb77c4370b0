"""import_articles: articles from a file, each for itself."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.exchange.importing import import_articles
from articles.exchange.reading import UnreadableError, count
from articles.exchange.taking import REFUSED, Outcome
from articles.management.progress import progress
from newsroom.models import User

# So much is said of one line; the desk shows all of it.
SAID = 6
AGAIN = "What is done is kept; the same command goes on with the rest."


class Command(BaseCommand):
    """Safe to stop and to repeat; a bad line is named and skipped, and does not make the command fail."""

    help = (
        "Import articles, known by external_id, from JSON lines or ninjs 3.x (a file that ends in .json); makes drafts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and whether it goes out."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--publish", action="store_true", help="send what the file calls published through the gate"
        )
        parser.add_argument("--by", metavar="EMAIL", help="the editor who answers for what is published")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says of each line what there is to say, and at the end how many were new, changed and published."""
        file, by = options["file"], _editor(options["by"])
        try:
            outcomes = import_articles(file, by, publish=options["publish"])
            counted = self._told(progress(outcomes, count(file), self.stdout, "import"))
        except UnreadableError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as stop:
            raise CommandError(f"Stopped. {AGAIN}") from stop
        self.stdout.write(
            f"{counted['new']} new, {counted['changed']} changed, {counted['unchanged']} unchanged, "
            f"{counted['published']} published, {counted['stopped']} stopped by the gate, {counted[REFUSED]} skipped."
        )
        if counted[REFUSED] and counted[REFUSED] == counted["all"]:
            raise CommandError(f"No line of {file} could be taken: correct what is named above.")

    def _told(self, outcomes: Iterable[Outcome]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for outcome in outcomes:
            counted.update(["all", outcome.state])
            counted.update(name for name in ("published", "stopped") if getattr(outcome, name))
            if outcome.words:
                self.stdout.write(_line(outcome))
        return counted


def _line(outcome: Outcome) -> str:
    done = "skipped." if outcome.state == REFUSED else f"{outcome.name}:"
    stopped = " The gate stopped it, it stays a draft." if outcome.stopped else ""
    more = f" And {len(outcome.words) - SAID} more." if len(outcome.words) > SAID else ""
    return f"line {outcome.number}: {done}{stopped} {' '.join(outcome.words[:SAID])}{more}"


def _editor(email: str | None) -> User | None:
    if not email:
        return None
    editor = User.objects.filter(email__iexact=email, is_staff=True, is_active=True).first()
    if editor is None:
        raise CommandError(f"“{email}” is no editor here: give an editor's address, or leave --by out.")
    return editor

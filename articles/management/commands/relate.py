"""relate: vectors, neighbours and stories of what is published."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from articles.management.progress import progress
from articles.related.renewing import forget_departed, renew, waiting
from articles.stories.laying_out import lay_out_story
from articles.stories.neighbourhood import waiting as waiting_for_stories
from articles.stories.regrouping import regroup


class Command(BaseCommand):
    """Works beside a running site: one article a transaction, so that it may be stopped at any time."""

    help = "Compute what published articles lack of vectors, neighbours and stories; with --all compute them all anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All or what is missing."""
        parser.add_argument("--all", action="store_true", help="compute all anew, as after a bulk import")
        parser.add_argument(
            "--since", type=datetime.fromisoformat, metavar="TIME", help="with --all: go on with the run begun then"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how far it is, and after an interruption how to go on."""
        if options["since"] and not options["all"]:
            raise CommandError("--since goes with --all: it names the run to go on with.")
        begun = _aware(options["since"]) or timezone.now()
        again = f"relate --all --since {begun.isoformat(timespec='seconds')}" if options["all"] else "relate"
        try:
            forget_departed()
            due = waiting(before=begun if options["all"] else None)
            for _ in progress(map(renew, due), len(due), self.stdout, "relate"):
                pass
            self._stories(begun if options["all"] else None)
        except KeyboardInterrupt as stop:
            raise CommandError(f"Stopped; what is done is kept. Go on with: python3 manage.py {again}") from stop
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database failed ({reason}); what is done is kept. Go on with: python3 manage.py {again}"
            ) from error

    def _stories(self, before: datetime | None) -> None:
        """Stories come last, when every article has its neighbours; one that another brought along has been seen to."""
        due = list(waiting_for_stories(before))
        seen: set[int] = set()
        for article in progress(due, len(due), self.stdout, "stories"):
            if article not in seen:
                regrouped = regroup(article)
                seen |= regrouped.articles
                for story in regrouped.stories:
                    lay_out_story(story)


def _aware(time: datetime | None) -> datetime | None:
    return timezone.make_aware(time) if time and timezone.is_naive(time) else time

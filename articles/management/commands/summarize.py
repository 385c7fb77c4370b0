"""summarize: orders key points and follows them to the end."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.db.models import QuerySet

from articles.management.progress import progress
from articles.models import ArticleVersion, Summary
from articles.summaries.ordering import follow, lacking, next_due, order, public, stale
from newsroom.outbox.models import Job, State

STOPPED = "Stopped; what is done is kept, and the workers go on with the rest."


class Command(BaseCommand):
    """Works beside a running site, whose workers take their share, and by itself."""

    help = "Make the key points that published articles lack; the jobs are followed to their end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One, what lacks them, what has them by another recipe, or all."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--article", metavar="SLUG", help="this one")
        which.add_argument(
            "--stale", action="store_true", help="also those by another provider, model, prompt or method"
        )
        which.add_argument("--all", action="store_true", help="all; a model is not paid twice for the same text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how far it is and how it ended."""
        versions = self._wanted(options)
        jobs: list[int] = []
        try:
            jobs += order(versions.iterator())
            for _ in progress(follow(jobs), len(jobs), self.stdout, "summarize"):
                pass
        except KeyboardInterrupt as stop:
            raise CommandError(STOPPED) from stop
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database failed ({reason}). The jobs are kept: run it again.") from error
        self._report(jobs)

    def _wanted(self, options: dict[str, Any]) -> "QuerySet[ArticleVersion]":
        if options["article"]:
            found = public().filter(article__slug=options["article"])
            if not found.exists():
                raise CommandError(f"No published article is at /articles/{options['article']}/: check the slug.")
            return found
        return public() if options["all"] else stale() if options["stale"] else lacking()

    def _report(self, ids: list[int]) -> None:
        """One line; a failure or a long wait is an error."""
        jobs = Job.objects.filter(pk__in=ids)
        waiting = Summary.objects.filter(state=Summary.State.NEEDS_REVIEW, version__in=public()).count()
        if waiting:
            self.stdout.write(f"Waiting for an editor: {waiting}. They stand on the articles' pages at the desk.")
        failed = jobs.filter(state=State.DEAD)
        if first := failed.order_by("pk").first():
            raise CommandError(
                f"{failed.count()} of {len(ids)} failed. {first.last_error} All are at /admin/outbox/job/"
            )
        due = next_due(ids)
        if due and (late := jobs.filter(state__in=[State.PENDING, State.RETRY]).order_by("run_at").first()):
            left = jobs.filter(state__in=[State.PENDING, State.RETRY]).count()
            raise CommandError(f"{left} of {len(ids)} wait until {due:%Y-%m-%d %H:%M} UTC. {late.last_error}")

"""check_newsroom: whether everything that the newsroom promises holds in its database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from articles import consistency as paper
from articles.management.progress import progress
from comments import consistency as letters
from newsroom.outbox import consistency as post

# So many breaches of one promise are named; beyond that it is broken all the same.
NAMED = 20
PROMISES = (*paper.PROMISES, *letters.PROMISES, *post.PROMISES)


class Command(BaseCommand):
    """Reads only, and may run beside a working site."""

    help = "Check sentences, evidence, disclosure, jobs and threads for what they promise; print what is wrong, a line each."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line where all is well; else a line for each breach, at most twenty a promise, and exit code 1."""
        wrong = 0
        for promise in progress(PROMISES, len(PROMISES), OutputWrapper(sys.stderr), "check"):
            found = promise.broken(NAMED + 1)
            for what in found[:NAMED]:
                self.stdout.write(f"{promise.says.removesuffix('.')} – not so: {what}")
            if len(found) > NAMED:
                self.stdout.write(f"{promise.says.removesuffix('.')} – not so: and more like these")
            wrong += bool(found)
        if wrong:
            raise CommandError(
                f"{wrong} of {len(PROMISES)} promises are broken: what breaks them is named above. Rows that are frozen are not "
                "changed by hand: restore them from a backup, or publish the article anew."
            )
        self.stdout.write(f"All {len(PROMISES)} promises hold.")

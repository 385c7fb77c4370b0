"""drain: works off due jobs without Redis, and without the clock that beat is."""

from argparse import ArgumentParser
from time import monotonic, sleep
from typing import Any

from django.core.management.base import BaseCommand

from newsroom.outbox.reconciling import reconcile_all
from newsroom.outbox.working import work_off

PAUSE_SECONDS = 2
# As often as beat has it done: digests, erasures and what else the clock makes due are posted then.
RECONCILE_SECONDS = 3600


class Command(BaseCommand):
    """What the workers and their clock do, in this process."""

    help = "Work off due jobs without Redis; --loop goes on until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once or for ever."""
        parser.add_argument("--loop", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many jobs were done."""
        try:
            reconcile_all()
            reconciled = monotonic()
            self.stdout.write(f"{work_off()} jobs done.")
            while options["loop"]:
                sleep(PAUSE_SECONDS)
                if monotonic() - reconciled >= RECONCILE_SECONDS:
                    reconcile_all()
                    reconciled = monotonic()
                if done := work_off():
                    self.stdout.write(f"{done} jobs done.")
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

"""drain: works off due jobs without Redis."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from newsroom.outbox.working import work_off

PAUSE_SECONDS = 2


class Command(BaseCommand):
    """What the workers do, in this process."""

    help = "Work off due jobs without Redis; --loop goes on until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once or for ever."""
        parser.add_argument("--loop", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many jobs were done."""
        try:
            self.stdout.write(f"{work_off()} jobs done.")
            while options["loop"]:
                time.sleep(PAUSE_SECONDS)
                if done := work_off():
                    self.stdout.write(f"{done} jobs done.")
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

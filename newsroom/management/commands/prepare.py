"""prepare: brings the database to this release, as `up` does before the web starts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.laying_out import lay_out_stale
from articles.models import Article
from newsroom.accounts import make_demo_accounts
from newsroom.roles import editors


class Command(BaseCommand):
    """Migrations, roles, pages of an older layout; on request the demo's accounts and, on an empty database, the seeds."""

    help = (
        "Bring the database to this release: migrations, roles, pages; --seed and --demo-accounts for a demonstration."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What a demonstration adds."""
        parser.add_argument("--seed", action="store_true", help="load seeds/ where no article is stored yet")
        parser.add_argument(
            "--demo-accounts", type=Path, metavar="FILE", help="make the accounts that this JSON file names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step is safe to repeat."""
        call_command("migrate", interactive=False, verbosity=0)
        editors()
        if options["demo_accounts"]:
            make_demo_accounts(options["demo_accounts"])
        if options["seed"] and not Article.objects.exists():
            call_command("loadseeds", stdout=self.stdout)
        lay_out_stale()

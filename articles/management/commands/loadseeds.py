"""loadseeds: seeds/ into the database through the desk's own verbs."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.seeding import load


class Command(BaseCommand):
    """Idempotent: what is there stays as it is."""

    help = "Load the starting and sample articles; what is there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many were new."""
        fresh = sum(new for _, new in load())
        self.stdout.write(f"Seeds: {fresh} articles loaded.")

"""create_editor: the first editor of a real site."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from newsroom.accounts import make_editor, one_time_link


class Command(BaseCommand):
    """Idempotent: somebody who has an account becomes an editor, and gets a new link."""

    help = "Make somebody an editor and print a one-time link with which they set their password and sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the link alone on its line, so that a script can take it."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(
                f"“{options['email']}” is no email address. Give one, such as desk@example.org."
            ) from error
        editor = make_editor(options["email"])
        self.stdout.write(f"{editor.email} is an editor. This link works once, to set a password and sign in:")
        self.stdout.write(one_time_link(editor))

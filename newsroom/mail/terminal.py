"""Without a mail server, mail goes to the terminal."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class TerminalBackend(BaseEmailBackend):
    """Prints each mail's recipient, subject and text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Prints the messages; returns how many there were."""
        for message in email_messages:
            print(f"Mail to {', '.join(message.recipients())}: {message.subject}\n{message.body}", flush=True)  # noqa: T201 - the terminal is the letter box here
        return len(email_messages)

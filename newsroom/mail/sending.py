"""Sending: the job takes the mail to the server in Django's settings, and writes down that it went."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models.functions import Now

from newsroom.mail.models import Mail
from newsroom.mail.posting import KIND
from newsroom.outbox.claiming import Claim
from newsroom.outbox.models import State
from newsroom.outbox.working import LaterError, handles

# Seconds before the second, third, fourth and fifth attempt: a server that restarts, one that greylists, one that is away.
PAUSES = (0, 60, 600, 3600)
# From this reply on a mail server means "never", below it "not now" (RFC 5321, 4.2.1).
NEVER = 500


class RefusedError(Exception):
    """The server will not take mail for this address: no repetition mends that."""


@handles(KIND, called="Mail")
def send(claim: Claim) -> None:
    """Sends the mail once and marks it sent.

    A worker that dies between the two leaves the mail to the next one, which sends it again under the same Message-ID,
    by which mail programs and servers know it for the same.
    """
    mail = Mail.objects.filter(pk=claim.payload["mail"], sent_at=None).first()
    if mail is None:
        return
    try:
        _hand_over(mail)
    except RefusedError as refused:
        claim.move(State.DEAD, finished_at=Now(), last_error=str(refused))
    except (SMTPException, OSError) as error:
        pause = PAUSES[min(claim.attempts, len(PAUSES)) - 1]
        raise LaterError(_in_words(error), pause) from None
    else:
        forgotten = {} if settings.DEMO else {"text": "", "html": ""}
        with claim.finishing():
            Mail.objects.filter(pk=mail.pk).update(sent_at=Now(), **forgotten)


def _hand_over(mail: Mail) -> None:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=mail.headers)
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        words = f"The mail server refuses the address ({', '.join(map(str, codes))})"
        if all(code >= NEVER for code in codes):
            raise RefusedError(f"{words} for good.") from None
        raise LaterError(f"{words} for now.", PAUSES[1]) from None


def _in_words(error: Exception) -> str:
    """What went wrong, without a word of the server's: it may repeat address, password or text."""
    if isinstance(error, SMTPResponseException):
        return f"The mail server refused ({error.smtp_code}, {type(error).__name__}). Check EMAIL_URL and DEFAULT_FROM_EMAIL."
    return f"The mail server was not reached ({type(error).__name__}). It stands in EMAIL_URL."

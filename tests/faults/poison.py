"""A job that kills whoever does it. Imported by a worker (-I) it registers the kind; run as a program it posts one."""

import os
import signal

import django

if __name__ == "__main__":
    django.setup()

from newsroom.outbox.claiming import Claim
from newsroom.outbox.posting import post
from newsroom.outbox.working import handles


@handles("poison", called="Poison")
def die(claim: Claim) -> None:
    """Kills the process that does the job."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    post("poison", "one")

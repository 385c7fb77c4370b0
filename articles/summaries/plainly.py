"""What went wrong on the wire, as the post understands it: later, not now, or a person must look."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from newsroom.llm import (
    BreakerOpenError,
    BudgetSpentError,
    MalformedError,
    ProviderBusyError,
    ProviderDownError,
    RefusedError,
)
from newsroom.llm.clock import now
from newsroom.outbox.working import LaterError, NeedsReviewError, NotNowError

# So often is somebody looked for who was not there.
AWAY_SECONDS = 30.0


class RefusedForGoodError(Exception):
    """No repetition mends it: the job has failed at once, and says what a person has to change."""


@contextmanager
def plainly() -> Iterator[None]:
    """Around a call of the wire in a job: its errors become the post's, in words for the desk.

    What the provider did not even hear (breaker, budget, nobody at its address) costs no attempt: an outage, however long,
    ends no job.
    """
    try:
        yield
    except ProviderBusyError as busy:
        raise LaterError(f"The provider is busy: {busy}.", busy.retry_after or 0.0) from busy
    except ProviderDownError as down:
        if down.away:
            raise NotNowError(f"Waiting: {down}.", AWAY_SECONDS) from down
        raise LaterError(f"The provider gave no answer: {down}.") from down
    except BreakerOpenError as rests:
        raise NotNowError(f"Waiting: {rests}.", _until(rests.until)) from rests
    except BudgetSpentError as spent:
        raise NotNowError(f"Waiting: {spent}.", _until(spent.until)) from spent
    except MalformedError as odd:
        raise NeedsReviewError(f"Twice no usable answer: {odd}. Try again, or choose another model.") from odd
    except RefusedError as refused:
        raise RefusedForGoodError(f"The provider does not do this: {refused}.") from refused


def _until(moment: datetime) -> float:
    return max((moment - now()).total_seconds(), 1.0)

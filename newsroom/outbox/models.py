"""The job and its states."""

from django.db import models
from django.db.models.functions import Now

MAX_ATTEMPTS = 5


class Lane(models.TextChoices):
    """Which queue a job waits in, so that what is slow holds up nothing that is quick."""

    DESK = "desk", "desk"
    MAIL = "mail", "sending mail"
    FETCH = "fetch", "fetching sources"
    PROVIDER = "provider", "calling a provider"


class State(models.TextChoices):
    """Where a job stands, in the words that people read."""

    PENDING = "pending", "queued"
    RETRY = "retry", "queued"
    RUNNING = "running", "generating"
    NEEDS_REVIEW = "needs_review", "needs review"
    DONE = "done", "done"
    SUPERSEDED = "superseded", "superseded"
    DEAD = "dead", "failed"


# Which moves the database allows (the trigger in the migration says the same); a dead job may be tried again.
MOVES = {
    State.PENDING: {State.RUNNING, State.SUPERSEDED},
    State.RETRY: {State.RUNNING, State.SUPERSEDED},
    State.RUNNING: {State.RUNNING, State.RETRY, State.DONE, State.NEEDS_REVIEW, State.SUPERSEDED, State.DEAD},
    State.NEEDS_REVIEW: {State.PENDING, State.DONE, State.SUPERSEDED},
    State.DEAD: {State.PENDING, State.SUPERSEDED},
    State.DONE: set(),
    State.SUPERSEDED: set(),
}


class Job(models.Model):
    """One thing that must happen after a commit; unique by its inputs, so that posting it twice is posting it once."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, help_text="what makes it this job: the inputs, spelled out or hashed")
    subject = models.CharField(max_length=100, blank=True, help_text="what it is about, for lists: article:12")
    payload = models.JSONField(default=dict, blank=True)
    lane = models.CharField(max_length=10, choices=Lane.choices, default=Lane.DESK, db_default=Lane.DESK)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_unique_by_inputs"),
            models.CheckConstraint(condition=models.Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_bounded"),
            models.CheckConstraint(
                condition=models.Q(state=State.RUNNING, lease_until__isnull=False, token__isnull=False)
                | ~models.Q(state=State.RUNNING) & models.Q(lease_until__isnull=True, token__isnull=True),
                name="job_leased_while_running",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "run_at"], name="job_due", condition=models.Q(state__in=[State.PENDING, State.RETRY])
            ),
            models.Index(fields=["lease_until"], name="job_leased", condition=models.Q(state=State.RUNNING)),
            models.Index(fields=["subject"], name="job_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Tally(models.Model):
    """How often something has happened in all processes together, since the site began."""

    name = models.CharField(max_length=60, primary_key=True)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"

"""The log of moderation, and what hangs on it. Rows of the log are only ever added; each holds the hash of the one before."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from comments.models.comment import Comment, Mover, State, random_ref


class Act(models.TextChoices):
    """What was decided."""

    HELD = "held", "held for a moderator"
    REMOVED = "removed", "removed"
    APPROVED = "approved", "approved"
    EDITED = "edited", "screened again after an edit"
    WARNED = "warned", "warned"
    SUSPENDED = "suspended", "suspended"
    BANNED = "banned", "banned"
    PREMODERATED = "premoderated", "premoderated from now on"
    LIFTED = "lifted", "lifted"
    UPHELD = "upheld", "upheld after a second look"
    REVERSED = "reversed", "reversed after a second look"
    NOTICE = "notice", "a notice of illegal content decided"


class Ground(models.TextChoices):
    """What a restriction rests on."""

    NONE = "", "no restriction"
    TERMS = "terms", "our terms"
    LAW = "law", "the law"


class Decision(models.Model):
    """One decision, with the statement of reasons that its author reads. Frozen by a trigger; the hash is the database's.

    People stand here by their marks only: when one leaves, the log says nothing of them any more.
    """

    ref = models.CharField(max_length=12, unique=True, default=random_ref, editable=False)
    at = models.DateTimeField(db_default=Now())
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="decisions")
    reader_mark = models.UUIDField(null=True, db_index=True, help_text="whom it is about")
    actor_mark = models.UUIDField(null=True, help_text="who decided; empty: the rules")
    actor_role = models.CharField(max_length=10, choices=Mover.choices)
    act = models.CharField(max_length=20, choices=Act.choices)
    state_from = models.CharField(max_length=10, choices=State.choices, blank=True)
    state_to = models.CharField(max_length=10, choices=State.choices, blank=True)
    turn = models.PositiveIntegerField(default=0, help_text="the thought's turn that was decided on")
    body_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the words that were decided on")
    rule = models.CharField(max_length=40, blank=True, help_text="the rule of the community or the phase")
    # The statement of reasons, as article 17 of the Digital Services Act lists its parts.
    restriction = models.TextField(blank=True, help_text="what was restricted")
    scope = models.TextField(blank=True, help_text="where")
    duration = models.TextField(blank=True, help_text="for how long")
    facts = models.TextField(blank=True, help_text="what was found, and who or what pointed to it")
    detected_automatically = models.BooleanField(default=False)
    decided_automatically = models.BooleanField(default=False)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True, default=Ground.NONE)
    ground_reference = models.TextField(blank=True, help_text="the clause or the law")
    ground_explanation = models.TextField(blank=True, help_text="why it applies")
    redress = models.TextField(blank=True, help_text="what can be done against it")
    transaction = models.BigIntegerField(default=0, editable=False, help_text="set by the database")
    previous_hash = models.CharField(max_length=64, blank=True, editable=False, help_text="set by the database")
    hash = models.CharField(max_length=64, blank=True, editable=False, help_text="set by the database")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at"], name="decision_at"),
            models.Index(fields=["actor_mark", "at"], name="decision_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(act__in=[Act.REMOVED, Act.WARNED, Act.SUSPENDED, Act.BANNED, Act.PREMODERATED])
                | ~models.Q(restriction="")
                & ~models.Q(scope="")
                & ~models.Q(duration="")
                & ~models.Q(facts="")
                & ~models.Q(ground="")
                & ~models.Q(ground_reference="")
                & ~models.Q(ground_explanation="")
                & ~models.Q(redress=""),
                name="decision_states_its_reasons",
            ),
            models.CheckConstraint(
                condition=models.Q(actor_role=Mover.SYSTEM, actor_mark__isnull=True)
                | ~models.Q(actor_role=Mover.SYSTEM) & models.Q(actor_mark__isnull=False),
                name="decision_has_an_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.at}"


class Appeal(models.Model):
    """A reader's request for a second look at one decision; answered once, by somebody else than the one who decided."""

    ref = models.CharField(max_length=12, unique=True, default=random_ref, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    outcome = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["at"], name="appeal_open", condition=models.Q(outcome=None))]

    def __str__(self) -> str:
        return f"Second look at {self.decision_id}"


class Penalty(models.Model):
    """What a decision on a reader's thought means for the reader: open, with its end, never in secret."""

    class Kind(models.TextChoices):
        """How far it goes."""

        WARNING = "warning", "warning"
        SUSPENSION = "suspension", "suspension"
        BAN = "ban", "ban"
        PREMODERATION = "premoderation", "premoderation"

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="penalties")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="penalty")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True, help_text="when it ends by itself; empty: not by itself")
    acknowledged_at = models.DateTimeField(null=True, help_text="when the reader read the warning")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "penalties"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="suspension") | models.Q(until__isnull=False), name="suspension_has_an_end"
            )
        ]
        indexes = [models.Index(fields=["reader"], name="penalty_in_force", condition=models.Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.reader_id}"

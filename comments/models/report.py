"""What readers and others point out: reports of a thought, and notices of illegal content."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from comments.models.comment import Comment, random_ref
from comments.models.decision import Decision


class Report(models.Model):
    """One reader's report of one thought as it stood at one turn."""

    class Reason(models.TextChoices):
        """What readers may say is wrong."""

        UNCIVIL = "uncivil", "Not civil"
        HATE = "hate", "Attacks people for who they are"
        OFF_TOPIC = "off_topic", "Not about the article"
        SPAM = "spam", "Advertising or spam"
        PRIVATE = "private", "Private information"
        FALSE = "false", "False or misleading"
        OTHER = "other", "Something else"

    ref = models.CharField(max_length=12, unique=True, default=random_ref, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reported")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    turn = models.PositiveIntegerField(help_text="the thought's turn that was reported")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    settled = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="reports")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["comment", "reader", "turn"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.comment_id}"


class Notice(models.Model):
    """A notice of illegal content, as article 16 of the Digital Services Act describes it; open to everybody."""

    ref = models.CharField(max_length=12, unique=True, default=random_ref, editable=False)
    url = models.TextField(help_text="the exact address of the content")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="notices")
    explanation = models.TextField()
    child_abuse = models.BooleanField(default=False, help_text="then neither name nor address is asked for")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    good_faith = models.BooleanField(default=False)
    sent_from = models.GenericIPAddressField(null=True, editable=False, help_text="forgotten after thirty days")
    at = models.DateTimeField(db_default=Now())
    outcome = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="notice")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(good_faith=True), name="notice_in_good_faith"),
            models.CheckConstraint(
                condition=models.Q(child_abuse=True) | ~models.Q(name="") & ~models.Q(email=""),
                name="notice_has_a_sender",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="notice_open", condition=models.Q(outcome=None))]

    def __str__(self) -> str:
        return f"Notice {self.ref}"

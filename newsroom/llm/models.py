"""What all processes must agree on: whether a provider is left alone, and what the day has cost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Breaker(models.Model):
    """One provider's health: its latest failures, and since when it is left alone, if it is."""

    provider = models.CharField(max_length=20, primary_key=True)
    failures = ArrayField(models.DateTimeField(), default=list)
    opened_at = models.DateTimeField(null=True)
    probing_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.provider}: {'open' if self.opened_at else 'closed'}"


class BudgetDay(models.Model):
    """One day's money (UTC): what calls have cost, and what calls under way may cost at most."""

    day = models.DateField(primary_key=True)
    spent = models.DecimalField(max_digits=18, decimal_places=9, default=0)
    reserved = models.DecimalField(max_digits=18, decimal_places=9, default=0)
    alerted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(spent__gte=0, reserved__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.spent}"

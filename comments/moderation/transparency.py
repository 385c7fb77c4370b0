"""Statements of reasons in the fields of the Digital Services Act's transparency database, for an operator who must send them.

The fields and their values are those of the database's API from July 2025 on
(https://transparency.dsa.ec.europa.eu/page/api-documentation). No person, thought or address of either stands in them.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q

from comments.models import Act, Decision, Ground

# The European Union and the rest of the European Economic Area: a decision holds on the whole site.
COUNTRIES = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip
SPEECH, OTHER, PRIVACY = (
    f"STATEMENT_CATEGORY_{name}"
    for name in ("ILLEGAL_OR_HARMFUL_SPEECH", "OTHER_VIOLATION_TC", "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS")
)
CATEGORIES = {"civil": SPEECH, "words": SPEECH, "law": SPEECH, "private": PRIVACY}
REMOVED = {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]}
SUSPENDED = {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"}
BANNED = {"decision_provision": "DECISION_PROVISION_PARTIAL_TERMINATION"}
RESTRICTIONS: dict[str, dict[str, Any]] = {
    Act.REMOVED: REMOVED,
    Act.WARNED: SUSPENDED,
    Act.SUSPENDED: SUSPENDED,
    Act.BANNED: BANNED,
    Act.PREMODERATED: {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
}


def statements(since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Each decision that took something from a reader, oldest first, as the database takes it."""
    decisions = Decision.objects.filter(act__in=RESTRICTIONS).select_related("comment", "penalty").order_by("id")
    counted = decisions.annotate(
        noticed=Count("comment__notices", filter=Q(comment__notices__at__lte=F("at")), distinct=True),
        reported=Count("reports", distinct=True),
    )
    for decision in counted.filter(at__gte=since).iterator() if since else counted.iterator():
        yield _statement(decision)


def _statement(decision: Any) -> dict[str, Any]:
    fields = {
        "puid": decision.ref,
        **RESTRICTIONS[decision.act],
        **_ground(decision),
        "decision_ground_reference_url": f"{settings.SITE_URL}/community-rules/",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": CATEGORIES.get(decision.rule, OTHER),
        "territorial_scope": COUNTRIES,
        "content_date": f"{(decision.comment.created_at if decision.comment else decision.at):%Y-%m-%d}",
        "application_date": f"{decision.at:%Y-%m-%d}",
        "decision_facts": _cut(decision.facts, 5000),
        "source_type": _source(decision),
        "automated_detection": "Yes" if decision.detected_automatically else "No",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if decision.decided_automatically else 'NOT_AUTOMATED'}",
    }
    if decision.act == Act.PREMODERATED:
        fields["decision_visibility_other"] = _cut(decision.restriction, 500)
    penalty = getattr(decision, "penalty", None)
    if penalty and penalty.until:
        fields["end_date_service_restriction"] = f"{penalty.until:%Y-%m-%d}"
    return fields


def _ground(decision: Decision) -> dict[str, str]:
    reference, explanation = _cut(decision.ground_reference, 500), _cut(decision.ground_explanation, 2000)
    if decision.ground == Ground.LAW:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": reference,
            "illegal_content_explanation": explanation,
        }
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": reference,
        "incompatible_content_explanation": explanation,
        "incompatible_content_illegal": "No",
    }


def _source(decision: Any) -> str:
    """What led to the decision: a notice under article 16, readers' reports, or the house itself."""
    if decision.noticed:
        return "SOURCE_ARTICLE_16"
    return "SOURCE_TYPE_OTHER_NOTIFICATION" if decision.reported else "SOURCE_VOLUNTARY"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"

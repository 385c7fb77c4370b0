"""One disclosure, everywhere: who wrote each part of a version, who looked at it, who answers for it, and the words for that.

Label, key points' label, disclaimer, cards, feeds, `meta`, structured data, provenance, mail and export are all computed
here, and only from this record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from articles.models import AiRole, ArticleVersion, KeyPoint, Summary

DISCLAIMER = (
    "This content is AI-generated based on source articles. While we strive for accuracy, errors may occur. "
    "We recommend verifying with the original source."
)
# The provider that chooses by an algorithm alone; every other one is a trained model.
SELECTING = "extractive"
# IPTC NewsCodes, digital source type (cv.iptc.org); schema.org 30.0 has the same terms as an enumeration.
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TERMS = {AiRole.GENERATED: "trainedAlgorithmicMedia", AiRole.ASSISTED: "compositeWithTrainedAlgorithmicMedia"}
SELECTED = "algorithmicMedia"
PARTS = ("headline", "dek", "body", "summary")


@dataclass(frozen=True)
class Disclosure:
    """What a reader is told about machines in an article; words are empty strings where nothing is to be told."""

    headline: AiRole
    dek: AiRole
    body: AiRole
    summary: AiRole
    """The key points': `none` where none are shown."""
    provider: str
    model: str
    """Who runs the model that had part in headline, dek or body, and which it was; as the desk recorded it."""
    points: str
    """Stands at the head of the key points."""
    summary_provider: str
    summary_recipe: str
    dek_selected: bool
    """The dek was taken from the article by the provider of the key points, for want of one."""
    reviewed_by: str
    reviewed_at: datetime | None
    """Set together, and only after a real review."""
    responsible: str
    """The person who published it and answers for it; empty where no person did."""

    @property
    def role(self) -> AiRole:
        """The part a machine had in headline, dek or body: the greatest of the three."""
        return max(self.headline, self.dek, self.body, key=list(AiRole).index)

    @property
    def short(self) -> str:
        """Stands on cards, in lists, feeds and mails. The body's part names the whole; else what a machine wrote is named."""
        if self.body != AiRole.NONE:
            return str(self.body.label)
        named = [(str(role.label), part) for part, role in self._text() if role != AiRole.NONE]
        words = [f"{label} {part}" if i == 0 or label != named[0][0] else part for i, (label, part) in enumerate(named)]
        return " and ".join(words)

    @property
    def label(self) -> str:
        """Stands in the kicker row above the headline."""
        return f"{self.short}, {self.review}" if self.short else ""

    @property
    def review(self) -> str:
        """The words "reviewed by" stand only where a finished review is on record."""
        return f"reviewed by {self.reviewed_by}" if self.reviewed_by else "not reviewed"

    @property
    def disclaimer(self) -> str:
        """The sentence at the end, wherever anything is machine-written."""
        return DISCLAIMER if self.label or self.points else ""

    @property
    def points_made(self) -> str:
        """How the key points came to be; empty where there are none."""
        if not self.points:
            return ""
        if self.summary_provider == SELECTING:
            return "Sentences of this article, or parts of one, chosen by a program and checked letter by letter"
        return f"Written by a model from this article, each with the sentence it rests on ({self.summary_recipe})"

    @property
    def parts(self) -> str:
        """Which part was written by whom, as "AI-generated: headline and dek; written by people: body"."""
        grouped = {role: [part for part, of in self._text() if of == role] for role in AiRole}
        said = [f"{role.label}: {_listed(parts)}" for role, parts in grouped.items() if parts]
        return "; ".join(said)

    @property
    def mode(self) -> str:
        """For `meta`: none, ai-assisted or ai-generated (W3C community group, AI content disclosure)."""
        if self.body == AiRole.GENERATED:
            return "ai-generated"
        return "ai-assisted" if self.role != AiRole.NONE or self.points else "none"

    def mark(self, text: str) -> str:
        """A text that leaves the page, with the short label in front of it."""
        return " ".join(filter(None, [f"[{self.short}]" if self.short else "", text]))

    def term(self, part: str) -> str:
        """The IPTC's term for the digital source of one of `PARTS`; empty where people wrote it."""
        role: AiRole = getattr(self, part)
        selected = part == "summary" or (part == "dek" and self.dek_selected)
        if role != AiRole.NONE and selected and self.summary_provider == SELECTING:
            return SELECTED
        return TERMS.get(role, "")

    def as_json(self) -> dict[str, Any]:
        """The whole record in a fixed vocabulary, for provenance, export and feeds; what is not known is null."""
        return {
            "mode": self.mode,
            "label": self.label or None,
            "disclaimer": self.disclaimer or None,
            "parts": {
                part: {
                    "role": str(getattr(self, part)),
                    "digital_source_type": f"{IPTC}{term}" if (term := self.term(part)) else None,
                }
                for part in PARTS
            },
            "provider": self.provider or None,
            "model": self.model or None,
            "summary": {
                "label": self.points or None,
                "provider": self.summary_provider or None,
                "recipe": self.summary_recipe or None,
            },
            "reviewed_by": self.reviewed_by or None,
            "reviewed_at": self.reviewed_at.isoformat() if self.reviewed_at else None,
            "responsible": self.responsible or None,
            "policy": f"{settings.SITE_URL}/ai-policy/",
        }

    def _text(self) -> list[tuple[str, AiRole]]:
        return [("headline", self.headline), ("dek", self.dek), ("body", self.body)]


def disclose(version: ArticleVersion, summary: Summary | None) -> Disclosure:
    """The disclosure of a version together with the summary that is shown with it, if any."""
    positions = {point.position for point in summary.points.all()} if summary else set()
    selected = not version.dek and KeyPoint.DEK in positions
    shown = summary if summary and positions else None
    reviewed = _reviewed(version)
    return Disclosure(
        headline=AiRole(version.ai_headline),
        dek=AiRole.GENERATED if selected else AiRole(version.ai_dek),
        body=AiRole(version.ai_body),
        summary=AiRole.GENERATED if positions - {KeyPoint.DEK} else AiRole.NONE,
        provider=version.ai_provider,
        model=version.ai_model,
        points=_points_label(shown) if shown and positions - {KeyPoint.DEK} else "",
        summary_provider=shown.provider if shown else "",
        summary_recipe=shown.recipe if shown else "",
        dek_selected=selected,
        reviewed_by=str(version.review["by"]) if reviewed else "",
        reviewed_at=version.reviewed_at if reviewed else None,
        responsible=version.responsible,
    )


def disclose_all(versions: Iterable[ArticleVersion]) -> dict[int, Disclosure]:
    """The disclosures of many versions by their key, at the cost of two queries."""
    versions = list(versions)
    shown = Summary.objects.filter(version__in=versions, state__in=[Summary.State.SHOWN, Summary.State.APPROVED])
    newest = (
        shown.order_by("version_id", "-created_at", "-pk")
        .distinct("version_id")
        .select_related("approved_by")
        .prefetch_related("points")
    )
    summaries = {summary.version_id: summary for summary in newest}
    return {version.pk: disclose(version, summaries.get(version.pk)) for version in versions}


def _reviewed(version: ArticleVersion) -> bool:
    """A review counts where a person, a time and three times yes are on record."""
    answers = version.review.get("answers", {})
    return bool(version.reviewed_by_id and version.reviewed_at and answers and all(answers.values()))


def _points_label(summary: Summary) -> str:
    """Whether the points are the article's own words or a model's, and who let them stand."""
    own = not any(point.wording for point in summary.points.all() if point.position != KeyPoint.DEK)
    approved = summary.state == Summary.State.APPROVED and summary.approved_by
    made = "AI-selected" if own else "AI-generated"
    return f"{made} from this article, {f'approved by {approved}' if approved else 'not reviewed'}"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])}{' and ' if names[:-1] else ''}{names[-1]}"

"""One disclosure, everywhere: label, disclaimer, cards, feeds and structured data are all computed here."""

from dataclasses import dataclass

from articles.models import AiRole, ArticleVersion, KeyPoint, Summary

DISCLAIMER = (
    "This content is AI-generated based on source articles. While we strive for accuracy, errors may occur. "
    "We recommend verifying with the original source."
)
POINTS_LABEL = "AI-selected from this article, not reviewed"
# IPTC NewsCodes, digital source type; schema.org 30.0 has the same as an enumeration.
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TERMS = {AiRole.GENERATED: "trainedAlgorithmicMedia", AiRole.ASSISTED: "compositeWithTrainedAlgorithmicMedia"}
SCHEMA_TERMS = {
    AiRole.GENERATED: "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    AiRole.ASSISTED: "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}


@dataclass(frozen=True)
class Disclosure:
    """What a reader is told about machines in an article; empty strings where nothing is to be told."""

    role: AiRole
    """The part a machine had in headline, dek or body: the greatest of the three."""
    label: str
    """Stands in the kicker row above the headline."""
    short: str
    """Stands on cards and in lists."""
    points: str
    """Stands at the head of the key points."""
    parts: str
    """Which part was written by whom, for the record at the end."""

    @property
    def disclaimer(self) -> str:
        """The sentence at the end, wherever anything is machine-written."""
        return DISCLAIMER if self.label or self.points else ""


def disclose(version: ArticleVersion, summary: Summary | None) -> Disclosure:
    """The disclosure of a version together with the summary that is shown with it, if any."""
    roles = {
        "article": AiRole(version.ai_body),
        "headline": AiRole(version.ai_headline),
        "dek": _dek_role(version, summary),
    }
    role = max(roles.values(), key=list(AiRole).index)
    points = POINTS_LABEL if summary and any(p.position != KeyPoint.DEK for p in summary.points.all()) else ""
    if role == AiRole.NONE:
        return Disclosure(role, "", "", points, _parts(roles))
    short = _words(roles)
    return Disclosure(role, f"{short}, {_review(version)}", short, points, _parts(roles))


def _dek_role(version: ArticleVersion, summary: Summary | None) -> AiRole:
    chosen = summary and not version.dek and any(p.position == KeyPoint.DEK for p in summary.points.all())
    return AiRole.GENERATED if chosen else AiRole(version.ai_dek)


def _words(roles: dict[str, AiRole]) -> str:
    """The body's part names the whole; else what a machine wrote is named."""
    if roles["article"] != AiRole.NONE:
        return str(roles["article"].label)
    named = [f"{role.label} {part}" for part, role in roles.items() if role != AiRole.NONE]
    return " and ".join([named[0], *(words.removeprefix("AI-generated ") for words in named[1:])])


def _parts(roles: dict[str, AiRole]) -> str:
    """As "AI-generated: headline and dek; written by people: body"."""
    names = {"headline": "headline", "dek": "dek", "article": "body"}
    grouped = {role: [name for part, name in names.items() if roles[part] == role] for role in AiRole}
    said = [
        f"{role.label}: {', '.join(of[:-1])}{' and ' if of[:-1] else ''}{of[-1]}" for role, of in grouped.items() if of
    ]
    return "; ".join(said)


def _review(version: ArticleVersion) -> str:
    """The words "reviewed by" stand only where a person and a time are on record."""
    return f"reviewed by {version.reviewed_by}" if version.reviewed_by and version.reviewed_at else "not reviewed"

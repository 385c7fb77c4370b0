"""Proofs for the tests: a text and its sources as the gate sees them, without a database."""

from pathlib import Path
from typing import Any

import yaml

from articles.body import Body, Span, lay_out_body
from articles.gate import Finding, Proof, Reading, Sibling
from articles.sentences import split

SEEDS = Path(__file__).parents[3] / "seeds"
STARTING = (
    "xis-congratulations-to-kim-more-than-diplomatic-courtesy",
    "xis-congratulations-to-kim-what-china-really-wants-from-north-korea",
)


def proof(text: str, *sources: str, wrote: str = "generated", **facts: Any) -> Proof:
    """A body of that text, by a machine if not said otherwise, with these source texts."""
    paragraphs = text.split("\n\n")
    body = Body(text=text)
    offset = 0
    for number, paragraph in enumerate(paragraphs, 1):
        body.sentences += [Span(offset + start, offset + end, number) for start, end in split(paragraph)]
        offset += len(paragraph) + 2
    readings = tuple(Reading(n, "The Paper", document=n, text=source) for n, source in enumerate(sources, 1))
    roles = {"ai_body": wrote, "ai_dek": wrote, "ai_headline": wrote}
    return Proof(**{"body": body, "readings": readings, "reviewed": True, **roles, **facts})


def seeded(slug: str) -> Proof:
    """An article of the seeds with its sources and the other articles of its story."""
    facts, text = read("articles", slug)
    ai = facts.get("ai", {})
    sources = [read("sources", name) for name in facts.get("sources", [])]
    return Proof(
        headline=facts["headline"],
        dek=facts.get("dek", ""),
        body=lay_out_body(text),
        **{f"ai_{part}": ai.get(part, "none") for part in ("headline", "dek", "body")},
        readings=tuple(
            Reading(n, source["publisher"], source["title"], document=n, text=words)
            for n, (source, words) in enumerate(sources, 1)
        ),
        siblings=tuple(sibling(other) for other in STARTING if slug in STARTING and other != slug),
    )


def sibling(slug: str) -> Sibling:
    facts, text = read("articles", slug)
    return Sibling(slug, facts["headline"], lay_out_body(text).text)


def read(folder: str, name: str) -> tuple[dict[str, Any], str]:
    _, front, text = (SEEDS / folder / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), text.strip()


def slugs() -> list[str]:
    return sorted(path.stem for path in SEEDS.glob("articles/*.md"))


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Severity and words of each finding."""
    return [(str(finding.severity), finding.words) for finding in findings]

"""Judging a model's key points against the article they stand beside: on their surface, then by the gate's own checks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles import gate
from articles.body import BLOCK_GAP, Body, Span
from articles.gate import Finding, Proof, Reading
from articles.models import AiRole, ArticleVersion
from articles.sentences import split
from articles.summaries.surface import Point, faults


@dataclass(frozen=True)
class Verdict:
    """What became of a model's points."""

    points: Sequence[Point]
    findings: Sequence[Finding]


def points_in(output: dict[str, Any]) -> list[Point]:
    """The points of a run's output, the dek first as position 0."""
    dek = [output["dek"]] if output.get("dek") else []
    listed = [*((0, point) for point in dek), *enumerate(output["points"], 1)]
    return [Point(position, point["text"].strip(), point["sentence"]) for position, point in listed]


def judge(points: Sequence[Point], version: ArticleVersion) -> Verdict:
    """The points, each with the sentence that it rests on, and all findings on them in their order.

    Red findings keep the points from readers, amber ones are for an editor to weigh. `part` is "dek" or "points",
    `sentence` the point's position. The article is the only source there is.
    """
    proof = proof_of(points, version)
    spans = {number: (start, end) for number, start, end in version.sentences.values_list("number", "start", "end")}
    found = [*faults(points, version.text, len(spans)), *_by_the_gate(points, proof)]
    resting = [_resting(point, proof, spans) for point in points]
    return Verdict(resting, sorted(found, key=lambda finding: finding.sentence))


def proof_of(points: Sequence[Point], version: ArticleVersion) -> Proof:
    """The points as if they were an article of a machine's, and the article their only source."""
    body = Body()
    for point in points:
        if not point.position:
            continue
        offset = len(body.text) + len(BLOCK_GAP) if body.text else 0
        body.text += (BLOCK_GAP if body.text else "") + point.text
        spans = split(point.text, version.language)
        body.sentences += [Span(offset + start, offset + end, point.position) for start, end in spans]
    seen_from = version.article.published_at or version.published_at
    article = Reading(
        number=1,
        publisher="the article",
        text=version.text,
        language=version.language,
        published_on=seen_from.date().isoformat() if seen_from else "",
    )
    return Proof(
        dek=next((point.text for point in points if not point.position), ""),
        body=body,
        language=version.language,
        ai_dek=AiRole.GENERATED,
        ai_body=AiRole.GENERATED,
        readings=(article,),
        reviewed=True,
    )


def _by_the_gate(points: Sequence[Point], proof: Proof) -> list[Finding]:
    """The gate's findings, each on the point that it is about."""
    by_position = {point.position: point for point in points}
    paragraphs = {number: span.paragraph for number, span in enumerate(proof.body.sentences, 1)}
    found = []
    for finding in gate.run(proof):
        point = by_position.get(0 if finding.part == "dek" else paragraphs.get(finding.sentence, -1))
        if point:
            finding = replace(finding, part=point.part, sentence=point.position, text=point.text)  # noqa: PLW2901
        found.append(finding)
    return found


def _resting(point: Point, proof: Proof, spans: dict[int, tuple[int, int]]) -> Point:
    """The point with the sentence that carries it best, where the one it names is not among those that carry it.

    Models miscount; the link beside a point must lead to what it rests on.
    """
    if point.sentence not in spans or not proof.texts:
        return point
    passages = proof.library.support(point.text, proof.language).passages
    start, end = spans[point.sentence]
    if not passages or any(passage.start < end and start < passage.end for passage in passages):
        return point
    best = passages[0]
    nearest = next((n for n, (start, end) in spans.items() if best.start < end and start < best.end), point.sentence)
    return replace(point, sentence=nearest)

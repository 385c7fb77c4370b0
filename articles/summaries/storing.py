"""Storing a model's key points: as they are judged, waiting for an editor; approved ones go with an unchanged text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.gate import Finding
from articles.models import ArticleVersion, GenerationRun, KeyPoint, Sentence, Summary
from articles.summaries.judging import judge, points_in
from articles.summaries.recipe import Recipe
from articles.summaries.surface import Point


@dataclass(frozen=True)
class Judged:
    """A run's points with what the checks say of them, not yet stored."""

    version: ArticleVersion
    recipe: Recipe
    run: GenerationRun
    points: Sequence[Point]
    findings: Sequence[Finding]

    def save(self) -> Summary:
        """Stores them in place of what waited before; belongs into a transaction. What is approved stays as it is.

        Where an editor approved points from the same run for an earlier version, whose text was the same, their yes
        holds: they are taken over word for word.
        """
        summary, _ = Summary.objects.select_for_update(no_key=True).get_or_create(
            version=self.version,
            provider=self.recipe.provider,
            recipe=self.recipe.name,
            defaults={"state": Summary.State.NEEDS_REVIEW},
        )
        if summary.state != Summary.State.NEEDS_REVIEW:
            return summary
        approved = Summary.objects.filter(run=self.run, state=Summary.State.APPROVED).exclude(pk=summary.pk).first()
        summary.run = self.run
        summary.findings = [finding.as_json() for finding in self.findings]
        sentences = {sentence.number: sentence for sentence in self.version.sentences.all()}
        if approved:
            summary.state = approved.state
            summary.approved_by, summary.approved_at = approved.approved_by, approved.approved_at
            rows = list(_taken_over(summary, approved, sentences))
        else:
            rows = list(key_points(summary, self.points, sentences))
        summary.points.all().delete()
        KeyPoint.objects.bulk_create(rows)
        summary.save()
        return summary


def judged(version: ArticleVersion, recipe: Recipe, run: GenerationRun) -> Judged:
    """What a run answered, judged by the checks of today."""
    verdict = judge(points_in(run.output), version)
    return Judged(version, recipe, run, verdict.points, verdict.findings)


def key_points(summary: Summary, points: Sequence[Point], sentences: Mapping[int, Sentence]) -> Iterator[KeyPoint]:
    """Rows for the points whose sentence exists: verbatim where the words stand in it, else with a wording of their own."""
    for point in points:
        sentence = sentences.get(point.sentence)
        if sentence is None:
            continue
        at = sentence.text.find(point.text)
        verbatim = point.text != "" and at >= 0
        start = sentence.start + at if verbatim else sentence.start
        end = start + len(point.text) if verbatim else sentence.end
        yield KeyPoint(
            summary=summary,
            position=point.position,
            sentence=sentence,
            start=start,
            end=end,
            text=point.text if verbatim else sentence.text,
            wording="" if verbatim else point.text,
        )


def _taken_over(summary: Summary, earlier: Summary, sentences: Mapping[int, Sentence]) -> Iterator[KeyPoint]:
    for point in earlier.points.select_related("sentence"):
        yield KeyPoint(
            summary=summary,
            position=point.position,
            sentence=sentences[point.sentence.number],
            start=point.start,
            end=point.end,
            text=point.text,
            wording=point.wording,
        )

"""A summary in the article's own sentences: chosen, verified letter by letter, stored, shown."""

from dataclasses import dataclass
from time import monotonic

from articles.laying_out import lay_out
from articles.models import ArticleVersion, KeyPoint, Sentence, Summary
from articles.summaries import extractive
from articles.summaries.recipe import OWN_SENTENCES
from articles.summaries.runs import inputs_of, record

PROVIDER, RECIPE = OWN_SENTENCES.provider, OWN_SENTENCES.name


class NotVerbatimError(ValueError):
    """A point is not letter by letter in its sentence: a fault in the method, never shown."""


@dataclass(frozen=True)
class Points:
    """Key points in hand, not yet stored: (position, sentence, start, end) with offsets into the version's text."""

    version: ArticleVersion
    spans: list[tuple[int, Sentence, int, int]]
    milliseconds: int = 0

    def save(self) -> Summary:
        """Stores and shows them, and puts the run on record; doing it twice stores them once."""
        output = {"points": [{"position": p, "sentence": s.number, "start": a, "end": b} for p, s, a, b in self.spans]}
        inputs = inputs_of(self.version)
        run = record(self.version, OWN_SENTENCES, inputs, output, milliseconds=self.milliseconds)
        summary, _ = Summary.objects.get_or_create(
            version=self.version, provider=PROVIDER, recipe=RECIPE, defaults={"state": Summary.State.SHOWN, "run": run}
        )
        if self._differ(summary):
            summary.points.all().delete()
            KeyPoint.objects.bulk_create(
                KeyPoint(
                    summary=summary,
                    position=position,
                    sentence=sentence,
                    start=start,
                    end=end,
                    text=self.version.text[start:end],
                )
                for position, sentence, start, end in self.spans
            )
        lay_out(self.version.article)
        return summary

    def _differ(self, summary: Summary) -> bool:
        stored = list(summary.points.order_by("position").values_list("position", "start", "end"))
        return stored != [(position, start, end) for position, _, start, end in self.spans]


def summarize(version: ArticleVersion) -> Points:
    """Chooses three to five points and, where the article has no dek, a dek; each is verified before it is returned."""
    began = monotonic()
    sentences = list(version.sentences.all())
    texts = [sentence.text for sentence in sentences]
    dek = None if version.dek else extractive.dek(texts, version.language)
    beside = texts[dek.sentence][dek.start : dek.end] if dek else version.dek
    chosen = [(KeyPoint.DEK, dek)] if dek else []
    chosen += enumerate(extractive.key_points(texts, version.language, beside), 1)
    spans = [
        (
            position,
            sentences[point.sentence],
            sentences[point.sentence].start + point.start,
            sentences[point.sentence].start + point.end,
        )
        for position, point in chosen
    ]
    for _, sentence, start, end in spans:
        _verify(version, sentence, start, end)
    return Points(version, spans, round((monotonic() - began) * 1000))


def _verify(version: ArticleVersion, sentence: Sentence, start: int, end: int) -> None:
    inside = sentence.start <= start < end <= sentence.end
    verbatim = version.text[sentence.start : sentence.end] == sentence.text
    if not (inside and verbatim):
        raise NotVerbatimError(f"{start} to {end} is no part of sentence {sentence.number}: {sentence.text!r}")

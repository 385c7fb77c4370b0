"""Runs on record: what a machine was given and what it answered, found again by its inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import ArticleVersion, GenerationRun
from articles.models.source import hash_text
from articles.summaries.recipe import Recipe


@dataclass(frozen=True)
class Inputs:
    """What a run was made from: pairs of a name and its text, in a fixed order."""

    parts: Sequence[tuple[str, str]]

    @property
    def hashes(self) -> list[dict[str, str]]:
        """Each input's name and the SHA-256 of its text."""
        return [{"what": what, "sha256": hash_text(text)} for what, text in self.parts]

    @property
    def hash(self) -> str:
        """SHA-256 over the hashes of all inputs, in order."""
        return hash_text("".join(part["sha256"] for part in self.hashes))


def inputs_of(version: ArticleVersion, turned_down: GenerationRun | None = None) -> Inputs:
    """A version's text, its language and its dek; and which run's points an editor turned down, if any."""
    parts = [("text", version.text), ("language", version.language), ("dek", version.dek)]
    if turned_down:
        parts.append(("turned down", f"run {turned_down.pk}"))
    return Inputs(parts)


def recall(version: ArticleVersion, recipe: Recipe, inputs: Inputs) -> GenerationRun | None:
    """The run of this recipe on these very inputs, if there was one: it is never paid twice."""
    return GenerationRun.objects.filter(**_named(version, recipe, inputs)).first()


def record(
    version: ArticleVersion, recipe: Recipe, inputs: Inputs, output: dict[str, Any], **facts: Any
) -> GenerationRun:
    """Puts a run on record, and returns it; where another worker was first, theirs."""
    named = _named(version, recipe, inputs)
    run = GenerationRun(version=version, inputs=inputs.hashes, output=output, **named, **facts)
    GenerationRun.objects.bulk_create([run], ignore_conflicts=True)
    return GenerationRun.objects.get(**named)


def _named(version: ArticleVersion, recipe: Recipe, inputs: Inputs) -> dict[str, Any]:
    return {
        "article_id": version.article_id,
        "kind": GenerationRun.Kind.SUMMARY,
        "provider": recipe.provider,
        "model": recipe.model,
        "prompt_version": recipe.method,
        "input_hash": inputs.hash,
    }

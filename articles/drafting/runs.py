"""Draft runs on record: found again by their inputs, and read as the draft that they hold."""

from typing import Any

from articles.drafting.digest import METHOD
from articles.drafting.draft import Draft
from articles.drafting.judging import judged
from articles.drafting.statements import Material, material_of
from articles.models import Article, GenerationRun
from articles.summaries.recipe import Recipe
from articles.summaries.runs import Inputs
from newsroom.llm.wire import configured

PROMPT = "article.v1"


def recipe() -> Recipe:
    """Who drafts, by the settings: a provider's model, or a program that quotes."""
    wire = configured()
    return Recipe(wire.provider, wire.model, PROMPT) if wire else Recipe("extractive", "", METHOD)


def inputs_of(article: Article, material: Material) -> Inputs:
    """The texts as read, how their sources are named, and the language of the article."""
    texts = [(f"source {document.source_id}", document.text) for document in material.documents]
    named = "\n".join(f"{label} / {by}" for label, by in zip(material.labels, material.publishers, strict=True))
    return Inputs([*texts, ("names", named), ("language", article.language)])


def recall(article: Article, made_by: Recipe, inputs: Inputs) -> GenerationRun | None:
    """The run of this recipe on these very inputs, if there was one: it is never paid twice."""
    return GenerationRun.objects.filter(**_named(article, made_by, inputs)).first()


def record(
    article: Article, made_by: Recipe, inputs: Inputs, material: Material, output: dict[str, Any], **facts: Any
) -> GenerationRun:
    """Puts a run on record, and returns it; where another worker was first, theirs."""
    named = _named(article, made_by, inputs)
    facts["parameters"] = {
        **facts.get("parameters", {}),
        "documents": [document.pk for document in material.documents],
        "labels": list(material.labels),
        "language": article.language,
    }
    run = GenerationRun(inputs=inputs.hashes, output=output, **named, **facts)
    GenerationRun.objects.bulk_create([run], ignore_conflicts=True)
    return GenerationRun.objects.get(**named)


def draft_of(run: GenerationRun) -> Draft:
    """The draft that a run holds; what a model answered is judged by the checks of today."""
    if "answer" not in run.output:
        return Draft.from_json(run.output)
    material = material_of(run.parameters["documents"], run.parameters["labels"])
    return judged(run.output["answer"], material, run.parameters["language"])


def _named(article: Article, made_by: Recipe, inputs: Inputs) -> dict[str, Any]:
    return {
        "article_id": article.pk,
        "kind": GenerationRun.Kind.DRAFT,
        "provider": made_by.provider,
        "model": made_by.model,
        "prompt_version": made_by.method,
        "input_hash": inputs.hash,
    }

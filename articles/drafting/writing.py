"""Asking a model for an article: the prompt, and what it is given."""

from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac

from articles.drafting.answer import ArticleAnswer
from articles.drafting.judging import READ, given
from articles.drafting.runs import PROMPT, inputs_of, recall, record
from articles.drafting.statements import Material
from articles.models import Article, GenerationRun
from articles.summaries.recipe import Recipe
from articles.summaries.runs import Inputs
from newsroom.llm import Limits, Prompt, complete

HERE = Path(__file__).parent / "prompts"
# An article of a thousand words takes some 2,000 tokens with its shape; models that think first count that too.
MAX_TOKENS = 8_000
# A whole article takes longer than key points do.
LIMITS = Limits(total=120.0)
SENTENCE = '{"text": "…", "sources": [1]}'
SHAPE = f'{{"headline": "…", "dek": "…", "sections": [{{"heading": "", "sentences": [{SENTENCE}, …]}}, …]}}'


def write(article: Article, material: Material, made_by: Recipe, key: str, by: int | None) -> GenerationRun:
    """A model's article, from the record or from the provider; to be called outside any transaction.

    `key` names this attempt to the provider. The answer is on record as soon as it is here. Raises the errors of the wire.
    """
    inputs = inputs_of(article, material)
    found = recall(article, made_by, inputs)
    if found:
        return found
    completion = complete(prompt_for(article, material, inputs, key), LIMITS)
    return record(
        article,
        made_by,
        inputs,
        material,
        {"answer": completion.output.model_dump()},
        parameters={"max_tokens": MAX_TOKENS, "characters_read": READ},
        tokens_in=completion.tokens_in,
        tokens_out=completion.tokens_out,
        cost=completion.cost,
        milliseconds=completion.milliseconds,
        asked_by_id=by,
    )


def prompt_for(article: Article, material: Material, inputs: Inputs, key: str) -> Prompt[ArticleAnswer]:
    """The question: our rules apart from the sources' texts, which stand inside a fence that they cannot know.

    The fence is a keyed hash of the inputs: nobody can write it into a source, and the same question is the same bytes.
    """
    fence = f"text-{salted_hmac('articles.drafting.fence', inputs.hash, algorithm='sha256').hexdigest()[:24]}"
    system = _rules().replace("{fence}", fence).replace("{shape}", SHAPE)
    user = "\n".join([fence, f"language: {article.language}", *_given(material), f"/{fence}"])
    return Prompt(system=system, user=user, schema=ArticleAnswer, max_tokens=MAX_TOKENS, idempotency_key=key)


@cache
def _rules() -> str:
    return (HERE / f"{PROMPT}.md").read_text(encoding="utf-8")


def _given(material: Material) -> list[str]:
    """Each source with its numbered sentences, one line each."""
    lines: list[str] = []
    before = None
    for number, one in enumerate(given(material), 1):
        if one.document != before:
            source = material.documents[one.document].source
            day = f", {source.published_on:%Y-%m-%d}" if source.published_on else ""
            lines.append(_line(f"source {one.document + 1}: {source.publisher}, {source.title}{day}"))
            before = one.document
        lines.append(f"[{number}] {_line(one.text)}")
    return lines


def _line(text: str) -> str:
    return " ".join(text.split())

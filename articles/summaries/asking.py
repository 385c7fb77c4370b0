"""Asking a model for key points: the prompt, what it is given, and the run on record."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.crypto import salted_hmac

from articles.models import ArticleVersion, GenerationRun
from articles.summaries.answer import DekAndKeyPoints, KeyPoints
from articles.summaries.recipe import PROMPT, Recipe
from articles.summaries.runs import Inputs, inputs_of, recall, record
from newsroom.llm import Prompt, complete

HERE = Path(__file__).parent / "prompts"
# About 15,000 tokens of news; what stands behind them is not read by the model, and no point can rest on it.
READ = 60_000
# Five points take some 400 tokens; models that think before they answer count that too.
MAX_TOKENS = 2_000
POINT = '{"text": "…", "sentence": 1}'


def ask(
    version: ArticleVersion,
    recipe: Recipe,
    key: str,
    *,
    turned_down: GenerationRun | None = None,
    asked_by: int | None = None,
) -> GenerationRun:
    """A model's key points for a version, from the record or from the provider; to be called outside any transaction.

    `key` names this attempt to the provider. The answer is on record as soon as it is here, so that a crash afterwards
    costs nothing. Raises the errors of the wire.
    """
    inputs = inputs_of(version, turned_down)
    found = recall(version, recipe, inputs)
    if found:
        return found
    prompt = prompt_for(version, inputs, key, turned_down)
    completion = complete(prompt)
    return record(
        version,
        recipe,
        inputs,
        completion.output.model_dump(),
        parameters={"schema": prompt.schema.__name__, "max_tokens": prompt.max_tokens, "characters_read": READ},
        tokens_in=completion.tokens_in,
        tokens_out=completion.tokens_out,
        cost=completion.cost,
        milliseconds=completion.milliseconds,
        asked_by_id=asked_by,
    )


def prompt_for(
    version: ArticleVersion, inputs: Inputs, key: str, turned_down: GenerationRun | None = None
) -> Prompt[Any]:
    """The question: our rules apart from the article's text, which stands inside a fence that it cannot know.

    The fence is a keyed hash of the inputs: nobody can write it into an article, and the same question is the same bytes.
    """
    fence = f"text-{salted_hmac('articles.summaries.fence', inputs.hash, algorithm='sha256').hexdigest()[:24]}"
    schema: type[KeyPoints | DekAndKeyPoints] = KeyPoints if version.dek else DekAndKeyPoints
    shape = f'{{"points": [{POINT}, …]}}' if version.dek else f'{{"dek": {POINT}, "points": [{POINT}, …]}}'
    system = _rules().replace("{fence}", fence).replace("{shape}", shape)
    user = "\n".join([fence, *_given(version, turned_down), f"/{fence}"])
    return Prompt(system=system, user=user, schema=schema, max_tokens=MAX_TOKENS, idempotency_key=key)


@cache
def _rules() -> str:
    return (HERE / f"{PROMPT}.md").read_text(encoding="utf-8")


def _given(version: ArticleVersion, turned_down: GenerationRun | None) -> list[str]:
    """The numbered sentences, as many as are read; the dek; what was turned down. One line each."""
    lines = [
        f"language: {version.language}",
        "standfirst wanted" if not version.dek else f"standfirst: {_line(version.dek)}",
    ]
    left = READ
    for number, text in version.sentences.order_by("number").values_list("number", "text"):
        left -= len(text)
        if left < 0:
            break
        lines.append(f"[{number}] {_line(text)}")
    if turned_down:
        lines += ["turned down:", *(f"- {_line(point['text'])}" for point in turned_down.output.get("points", []))]
    return lines


def _line(text: str) -> str:
    return " ".join(text.split())

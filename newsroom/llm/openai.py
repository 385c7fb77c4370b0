"""OpenAI, and whatever speaks its dialect: Ollama, vLLM, llama.cpp."""

from typing import Annotated, Any
from urllib.parse import urlsplit

import openai
from pydantic import BaseModel, Field, ValidationError

from newsroom.llm.carrying import http_client, named
from newsroom.llm.errors import MalformedError, RefusedError
from newsroom.llm.prompt import Limits, Prompt, Reply
from newsroom.llm.shape import first_fault, strict
from newsroom.llm.wire import Wire

ADDRESS = "https://api.openai.com/v1"
# These no longer take the old name of the limit, which is the only one that all others know.
NEW_NAME = ("api.openai.com", ".openai.azure.com")

Count = Annotated[int, Field(ge=0, le=100_000_000)]


class _Usage(BaseModel):
    prompt_tokens: Count
    completion_tokens: Count


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Answer(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


def question(prompt: Prompt[Any], wire: Wire) -> dict[str, Any]:
    """What is asked: no tools, and an answer of one shape."""
    new = (urlsplit(wire.base_url or ADDRESS).hostname or "").endswith(NEW_NAME)
    shape = {"name": prompt.schema.__name__, "strict": True, "schema": strict(prompt.schema)}
    return {
        "model": wire.model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "response_format": {"type": "json_schema", "json_schema": shape},
        "max_completion_tokens" if new else "max_tokens": prompt.max_tokens,
        "extra_headers": {"Idempotency-Key": prompt.idempotency_key},
    }


async def ask(prompt: Prompt[Any], wire: Wire, limits: Limits) -> Reply:
    """One chat completion, asked for once."""
    async with openai.AsyncOpenAI(
        api_key=wire.api_key or "none",
        base_url=wire.base_url or ADDRESS,
        max_retries=0,
        http_client=http_client(limits),
    ) as client:
        try:
            response = await client.chat.completions.with_raw_response.create(**question(prompt, wire))
        except openai.APIError as error:
            raise named(error, wire) from None
    return read(response.content)


def read(body: bytes) -> Reply:
    """The text of an answer and what was counted."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError as error:
        raise MalformedError(f"no chat completion came back: {first_fault(error)}") from None
    choice, usage = answer.choices[0], answer.usage
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise RefusedError("the model declined to answer", charged=True)
    return Reply(
        choice.message.content or "",
        choice.finish_reason != "length",
        usage.prompt_tokens if usage else None,
        usage.completion_tokens if usage else None,
    )

"""Anthropic's messages."""

from typing import Annotated, Any

import anthropic
from pydantic import BaseModel, Field, ValidationError

from newsroom.llm.carrying import http_client, named
from newsroom.llm.errors import MalformedError, RefusedError
from newsroom.llm.prompt import Limits, Prompt, Reply
from newsroom.llm.shape import first_fault, strict
from newsroom.llm.wire import Wire

ADDRESS = "https://api.anthropic.com"

Count = Annotated[int, Field(ge=0, le=100_000_000)]


class _Usage(BaseModel):
    input_tokens: Count
    output_tokens: Count


class _Block(BaseModel):
    type: str
    text: str = ""


class _Answer(BaseModel):
    content: list[_Block]
    stop_reason: str | None = None
    usage: _Usage | None = None


def question(prompt: Prompt[Any], wire: Wire) -> dict[str, Any]:
    """What is asked: no tools, and an answer of one shape."""
    return {
        "model": wire.model,
        "system": prompt.system,
        "messages": [{"role": "user", "content": prompt.user}],
        "output_config": {"format": {"type": "json_schema", "schema": strict(prompt.schema)}},
        "max_tokens": prompt.max_tokens,
        "extra_headers": {"Idempotency-Key": prompt.idempotency_key},
    }


async def ask(prompt: Prompt[Any], wire: Wire, limits: Limits) -> Reply:
    """One message, asked for once."""
    async with anthropic.AsyncAnthropic(
        api_key=wire.api_key or "none",
        base_url=wire.base_url or ADDRESS,
        max_retries=0,
        http_client=http_client(limits),
        timeout=limits.total,
        open_telemetry=False,
    ) as client:
        try:
            response = await client.messages.with_raw_response.create(**question(prompt, wire))
        except anthropic.APIError as error:
            raise named(error, wire) from None
    return read(response.http_response.content)


def read(body: bytes) -> Reply:
    """The text of an answer and what was counted."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError as error:
        raise MalformedError(f"no message came back: {first_fault(error)}") from None
    if answer.stop_reason == "refusal":
        raise RefusedError("the model declined to answer", charged=True)
    usage = answer.usage
    return Reply(
        "".join(block.text for block in answer.content if block.type == "text"),
        answer.stop_reason != "max_tokens",
        usage.input_tokens if usage else None,
        usage.output_tokens if usage else None,
    )

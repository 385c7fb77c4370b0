"""An answer has the shape that was asked for, or it is no answer."""

from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from newsroom.llm import MalformedError
from newsroom.llm.prompt import Reply
from newsroom.llm.shape import read, strict
from tests.newsroom.llm.points import Points

GOOD = '{"points": ["one"], "kind": null}'


class Quote(BaseModel):
    """A part of a larger answer."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=10)
    number: int | None = None


class Draft(BaseModel):
    """An answer with parts."""

    tone: Literal["plain", "warm"]
    quotes: list[Quote] = Field(min_length=1)


def test_an_answer_of_that_shape_is_taken() -> None:
    assert read(Reply(GOOD, whole=True, tokens_in=1, tokens_out=1), Points).points == ["one"]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "empty"),
        (" \n", "empty"),
        ("[" * 100_000, "shape"),
        ("null", "shape"),
        ('{"points": "one", "kind": null}', "points"),
        ('{"points": [1], "kind": null}', r"points\.0"),
        ('{"points": ["one"], "kind": null, "more": 1}', "more"),
        ('{"points": ["one"]}', "kind"),
        ('{"points": ["o\\u0000ne"], "kind": null}', "character"),
        ('{"points": ["\\ud800"], "kind": null}', "shape"),
        (f"```json\n{GOOD}\n```", "shape"),
    ],
)
def test_an_answer_of_another_shape_is_malformed_and_says_where(text: str, reason: str) -> None:
    with pytest.raises(MalformedError, match=reason) as caught:
        read(Reply(text, whole=True, tokens_in=1, tokens_out=1), Points)
    assert len(str(caught.value)) < 300


def test_an_answer_that_was_cut_off_is_malformed_even_where_it_can_be_read() -> None:
    with pytest.raises(MalformedError, match="breaks off"):
        read(Reply(GOOD, whole=False, tokens_in=1, tokens_out=1), Points)


def test_providers_are_asked_for_everything_and_nothing_more_at_every_depth() -> None:
    part = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "number": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
        "required": ["text", "number"],
        "additionalProperties": False,
    }
    asked = strict(Draft)
    assert asked["$defs"]["Quote"] == {**part, "description": "A part of a larger answer."}
    assert asked["properties"]["tone"]["enum"] == ["plain", "warm"]
    assert asked["properties"]["quotes"] == {"type": "array", "items": {"$ref": "#/$defs/Quote"}}
    assert asked["required"] == ["tone", "quotes"]
    assert asked["additionalProperties"] is False

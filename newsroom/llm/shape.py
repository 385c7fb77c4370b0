"""The shape of an answer: how it is asked for, and how it is checked."""

from typing import Any

from pydantic import BaseModel, ValidationError

from newsroom.llm.errors import MalformedError
from newsroom.llm.prompt import Reply, Shape

# What both providers take in a schema that they hold a model to; lengths and ranges are checked here afterwards.
TAKEN = {"type", "description", "enum", "const", "$ref", "required"}


def strict(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema as providers take it: nothing optional, nothing additional, no lengths."""
    return _strict(schema.model_json_schema())


def _strict(node: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in node.items() if name in TAKEN}
    for name in ("properties", "$defs"):
        if name in node:
            kept[name] = {key: _strict(value) for key, value in node[name].items()}
    if "properties" in node:
        kept |= {"required": list(node["properties"]), "additionalProperties": False}
    if "items" in node:
        kept["items"] = _strict(node["items"])
    if "anyOf" in node:
        kept["anyOf"] = [_strict(choice) for choice in node["anyOf"]]
    return kept


def read(reply: Reply, schema: type[Shape]) -> Shape:
    """The answer as an object of its schema; raises MalformedError with the reason where it is anything else."""
    if not reply.whole:
        raise MalformedError("the answer breaks off before its end")
    if not reply.text.strip():
        raise MalformedError("the answer is empty")
    if "\0" in reply.text or "\\u0000" in reply.text:
        raise MalformedError("the answer holds a character that no text has")
    try:
        return schema.model_validate_json(reply.text, strict=True)
    except ValidationError as error:
        raise MalformedError(f"the answer has another shape: {first_fault(error)}") from None


def first_fault(error: ValidationError) -> str:
    """Where and why, without the answer itself."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'all'}: {fault['msg']}"[:200]

"""The shape that these tests ask for, and a key to look for where none may be."""

from pydantic import BaseModel, ConfigDict, Field

KEY = "sk-very-secret-0123456789"


class Points(BaseModel):
    """Three short texts."""

    model_config = ConfigDict(extra="forbid")

    points: list[str] = Field(min_length=1, max_length=3)
    kind: str | None

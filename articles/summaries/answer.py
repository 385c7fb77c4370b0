"""The shape of a model's answer. Loaded only where a provider is asked: pydantic comes with the providers' packages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Beyond these an answer is no list of key points, and is asked for once more; finer limits are in `wording`.
LONGEST_TEXT = 800
FEWEST, MOST = 3, 5


class PointAnswer(BaseModel):
    """A sentence of the model's, and the number of the article's sentence that it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    sentence: Annotated[int, Field(ge=1, le=1_000_000)]


class KeyPoints(BaseModel):
    """Three to five key points."""

    model_config = ConfigDict(extra="forbid")

    points: Annotated[list[PointAnswer], Field(min_length=FEWEST, max_length=MOST)]


class DekAndKeyPoints(BaseModel):
    """The same with a dek, for an article that came without one."""

    model_config = ConfigDict(extra="forbid")

    dek: PointAnswer
    points: Annotated[list[PointAnswer], Field(min_length=FEWEST, max_length=MOST)]

"""The shape of a model's article. Loaded only where a provider is asked: pydantic comes with the providers' packages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class SentenceAnswer(BaseModel):
    """A sentence of the model's, and the numbers of the sources' sentences that it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    sources: Annotated[list[Annotated[int, Field(ge=1, le=1_000_000)]], Field(max_length=12)]


class SectionAnswer(BaseModel):
    """A heading, empty for the opening, and its sentences."""

    model_config = ConfigDict(extra="forbid")

    heading: Annotated[str, Field(max_length=200)]
    sentences: Annotated[list[SentenceAnswer], Field(min_length=1, max_length=20)]


class ArticleAnswer(BaseModel):
    """An article."""

    model_config = ConfigDict(extra="forbid")

    headline: Annotated[str, Field(min_length=1, max_length=300)]
    dek: Annotated[str, Field(min_length=1, max_length=900)]
    sections: Annotated[list[SectionAnswer], Field(min_length=1, max_length=10)]

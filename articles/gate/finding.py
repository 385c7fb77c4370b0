"""What a check found."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Red stops publication unless it is overridden in public; amber warns."""

    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True)
class Quoted:
    """A passage of a source that a finding points at: `document.text[start:end] == quote`."""

    document: int
    source: int
    """The source's number under the article, from 1."""
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Finding:
    """One finding: which check, how grave, where, what is wrong, and what to do about it."""

    check: str
    severity: Severity
    message: str
    remedy: str
    part: str = ""
    """`headline`, `dek` or `body`; empty where it is about the article as a whole."""
    sentence: int = 0
    """The sentence's number in the body; 0 elsewhere."""
    text: str = ""
    """The sentence itself, or the headline or dek."""
    words: str = ""
    """The words in it that raised the finding."""
    passage: Quoted | None = None
    """What the source says instead, where it says something."""

    def as_json(self) -> dict[str, Any]:
        """For storing with the version and with the gate run; what is empty is left out."""
        values = asdict(self) | {"severity": str(self.severity)}
        needed = ("check", "severity", "message", "remedy")
        return {key: value for key, value in values.items() if value or key in needed}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Finding":
        """What was stored, as it was."""
        passage = Quoted(**values["passage"]) if values.get("passage") else None
        return cls(**values | {"severity": Severity(values["severity"]), "passage": passage})

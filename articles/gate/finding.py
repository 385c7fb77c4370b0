"""What a check found."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Red stops publication unless it is overridden in public; amber warns."""

    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True)
class Finding:
    """One finding: which check, how grave, what is wrong, and what to do about it."""

    check: str
    severity: Severity
    message: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """For storing with the version."""
        return {key: str(value) for key, value in asdict(self).items()}

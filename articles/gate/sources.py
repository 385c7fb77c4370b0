"""Sources: what an article rests on is linked, was read, and answers; or the page says that it is not so."""

from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Proof

NAME = "Sources"


def check(proof: Proof) -> Iterator[Finding]:
    """No source at all is red where a machine had part in the body, amber where people wrote it.

    Amber are a source whose text nobody read, one whose address did not answer, and one that lies on this very site.
    """
    if not proof.readings:
        machine = proof.machine_wrote("body")
        yield Finding(
            check=NAME,
            severity=proof.severity("body", disagrees=False),
            message="No source is linked."
            + (" A machine had part in the body, so readers must be able to check it." if machine else ""),
            remedy="Add a source below the body"
            + (", or publish with a reason that readers will see." if machine else "; the page says so otherwise."),
        )
    for reading in proof.readings:
        named = f"Source {reading.number} ({reading.publisher})"
        if reading.circular:
            yield _amber(
                f"{named} is a page of this site: an article can not rest on itself.", "Link what it rests on."
            )
        elif not reading.text.strip() and not reading.own:
            yield _amber(f"{named} has no text as read, so nothing can be compared with it.", "Paste what you read.")
        if reading.failure:
            yield _amber(
                f"The address of source {reading.number} ({reading.publisher}) did not answer: {reading.failure}.",
                "Open it once more; if it is gone, link a copy that readers can reach.",
            )


def _amber(message: str, remedy: str) -> Finding:
    return Finding(check=NAME, severity=Severity.AMBER, message=message, remedy=remedy)

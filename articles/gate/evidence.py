"""Evidence: a machine-written sentence has a passage in a linked source that carries it."""

from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Proof, finding
from articles.gate.quotations import quotations

NAME = "Evidence"


def check(proof: Proof) -> Iterator[Finding]:
    """A sentence of a body in which a machine had part is amber where no linked source, as read, supports it."""
    if not proof.texts or not proof.machine_wrote("body"):
        return
    for line in proof.lines:
        if line.part != "body" or not any(character.isalnum() for character in line.text):
            continue
        support = proof.library.support(_said(line.text), proof.language)
        if not support.supported:
            nearest = support.passages[0] if support.passages else None
            yield finding(
                NAME,
                Severity.AMBER,
                line,
                "No linked source was found to carry this sentence."
                + (" The nearest passage stands beside it." if nearest else ""),
                "Link the passage that it rests on, or take the sentence out.",
                passage=proof.passage(nearest.text, nearest.start, nearest.end) if nearest else None,
            )


def _said(text: str) -> str:
    """What has to be carried: of a sentence that only quotes, the quotation."""
    found = quotations(text)
    only = len(found) == 1 and found[0].closed and text[: found[0].start - 1].rstrip().endswith(":")
    return found[0].text if only and not text[found[0].end + 1 :].strip(" .") else text

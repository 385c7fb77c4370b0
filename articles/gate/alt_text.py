"""Image description: who cannot see the picture reads what it shows."""

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Proof

NAME = "Image description"
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|gif|avif|svg|heic|tiff?)$|(?:IMG|DSC|DSCN|DSCF|PXL|P)[-_ ]?\d{3,}\S*", re.IGNORECASE
)
OPENERS = re.compile(
    r"(?:an? |the )?(?:image|picture|photo|photograph|graphic|illustration|screenshot)s?(?: (?:of|showing|shows)\b|[.:]?$)",
    re.IGNORECASE,
)
EMPTY_WORDS = frozenset(
    {"alt", "alt text", "description", "hero", "caption", "untitled", "placeholder", "todo", "n/a", "none"}
)


def check(proof: Proof) -> Iterator[Finding]:
    """A picture without a description is red; one whose description is a file name or says only "image of" is amber."""
    if not proof.has_image:
        return
    alt = proof.image_alt.strip()
    remedy = "Say in one sentence what can be seen in it."
    if not re.search(r"\w", alt):
        yield Finding(NAME, Severity.RED, "The picture has no description.", remedy)
    elif FILE_NAME.fullmatch(alt) or alt.casefold() in EMPTY_WORDS:
        yield Finding(NAME, Severity.AMBER, f"“{alt}” does not describe the picture.", remedy, words=alt)
    elif opener := OPENERS.match(alt):
        message = f"The description begins with “{opener[0]}”: readers are told that it is a picture anyway."
        yield Finding(NAME, Severity.AMBER, message, remedy, words=opener[0])

"""What stands on a page around an article and is none of it: with it, an article resembles whatever it links to."""

import re

from articles.body import BLOCK_GAP
from articles.disclosure import DISCLAIMER

# From one of these lines on, a page's end begins.
ENDS = re.compile(
    r"(?:related|more|recommended|other)\s+(?:articles|stories|news|coverage|reading)|read\s+(?:more|next|also)|"
    r"(?:you\s+may|you\s+might)\s+also\s+like|share\s+your\s+thoughts\s+on\s+this\s+article",
    re.IGNORECASE,
)
# Lines that belong to any page.
PARTS = re.compile(
    r"sign\s+in\s+to\s+join\s+the\s+conversation|thoughts|comments|advertisement|share\s+this(?:\s+article)?|"
    r"(?:this\s+content|this\s+article)\s+is\s+ai-generated\b.*",
    re.IGNORECASE,
)
# An end begins in the second half: a heading "Read more" further up is the author's own.
LATE = 0.5


def without_furniture(text: str) -> str:
    """The text without notices and without the lists of links at its end; a text that has none stays as it is."""
    blocks = text.split(BLOCK_GAP)
    end = next(
        (n for n, block in enumerate(blocks) if n >= LATE * len(blocks) and ENDS.fullmatch(block.strip(" :#"))), None
    )
    kept = [block for block in blocks[:end] if block.strip() != DISCLAIMER and not PARTS.fullmatch(block.strip())]
    return BLOCK_GAP.join(kept) if len(kept) < len(blocks) else text

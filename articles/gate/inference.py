"""Inference: words that present a conclusion, a motive or a state of mind as if it had been seen."""

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Proof, finding
from articles.gate.quotations import quotations

NAME = "Inference"

# What each kind of wording does to the reader; the first kind that fits names the finding.
KINDS = {
    "reads intent into events": [
        r"no\s+(?:coincidence|accident)",
        r"(?:hardly|not|scarcely)\s+(?:a\s+)?(?:coincidental|accidental)",
        r"(?:thinly|barely)\s+veiled", r"(?:tacit|implicit|veiled)\s+(?:threat|warning|admission|endorsement|pitch)",
        r"subtle\s+(?:pitch|hint|threat|warning|message|signal)",
        r"(?:sends?|sent|sending)\s+(?:an?\s+)?(?:[\w-]+\s+)?(?:signal|message)s?\b(?=\s+(?:about|that|of|to|on|regarding))",
        r"(?<!\btraffic )(?<!\bradio )signal(?:s|led|ed|ling|ing)?\b(?=\s+(?:an?|the|that|its?|their|his|her|how|what|deepening|growing|new|\w+ing|to)\b)",
        r"read\s+more\s+like", r"in\s+effect\s+an?\s+admission", r"(?:calculated|deliberate)\s+(?:move|attempt|snub|provocation|message)",
    ],
    "claims to know what somebody wants or feels": [
        r"(?:desperate(?:ly)?|badly|secretly|privately|clearly|obviously|really|truly|genuinely|actually)\s+(?:needs?|needed|wants?|wanted|fears?|feared|hopes?|hoped|wishes|wished|seeks?|sought|intends?|intended|believes?|believed|means?|meant|knows?|knew|hates?|hated)",
        r"(?:is|are|was|were)\s+desperate\s+(?:to|for)",
        r"(?:real|true|hidden|ulterior|underlying)\s+(?:motives?|intentions?|aims?|goals?|reasons?|agenda|purpose|target)",
        r"hidden\s+agenda",
        r"(?:watch(?:es|ed)?|look(?:s|ed)?\s+on)\s+(?:nervously|anxiously|warily|uneasily)",
        r"(?:is|are|was|were)\s+(?:nervous|anxious|furious|terrified|envious|jealous|wary)\s+(?:about|of|at|that)",
    ],
    "presents a conclusion as a fact": [
        r"(?:clearly|undoubtedly|obviously|evidently|undeniably|unquestionably|inevitably|doubtless|certainly|surely)",
        r"without\s+(?:a\s+)?doubt", r"no\s+doubt\b", r"make\s+no\s+mistake", r"of\s+course", r"needless\s+to\s+say",
        r"(?:speaks\s+volumes|the\s+numbers\s+tell\s+the\s+story|tells\s+the\s+(?:whole\s+)?story|tells\s+its\s+own\s+story|says\s+it\s+all)",
        r"(?:most|more|particularly|especially)\s+(?:telling|revealing)", r"the\s+real\s+(?:substance|story|question|issue|test|message)\b",
        r"(?:proves?|proved|shows?|showed|reveals?|revealed|demonstrates?|confirms?|confirmed)\s+(?:beyond\s+doubt|once\s+(?:and\s+for\s+all|again)|that\s+\w+\s+(?:really|truly|never))",
        r"(?:can|could)\s+only\s+mean", r"(?:there\s+can\s+be\s+)?(?:little|no)\s+(?:question|doubt)\s+that", r"is\s+bound\s+to", r"is\s+destined\s+to",
    ],
    "judges where it should name": [
        r"re-?selection", r"coronation\s+of", r"rubber[- ]stamp(?:s|ed|ing)?", r"so-called", r"self-styled", r"puppet\s+(?:state|regime|government)",
        r"mouthpiece", r"hermit\s+kingdom", r"wild\s?cards?", r"draconian", r"(?:mere|empty)\s+(?:rhetoric|ideological\s+rhetoric|propaganda)",
    ],
}  # fmt: skip
PATTERNS = [
    (effect, re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)", re.IGNORECASE)) for effect, wordings in KINDS.items()
]


def check(proof: Proof) -> Iterator[Finding]:
    """Each wording outside quotation marks that passes an inference off as a fact is amber."""
    if proof.language.split("-")[0] != "en":
        return
    for line in proof.lines:
        quoted = [(quotation.start, quotation.end) for quotation in quotations(line.text)]
        for effect, pattern in PATTERNS:
            match = next((m for m in pattern.finditer(line.text) if not _inside(m.start(), quoted)), None)
            if match:
                yield finding(
                    NAME,
                    Severity.AMBER,
                    line,
                    f"“{match[0]}” {effect}.",
                    "Say who concludes this and from what, mark it as analysis, or leave it out.",
                    match[0],
                )


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)

"""Hostility: what is said, at whom, and whether it is said, denied or only quoted.

Each clause is read for listed words (`composing`); a little is added for sounding like hostile sentences (`tone`). Nothing
is fitted to data: lists, weights and sentences are written by hand.
"""

from math import prod

from comments.moderation.composing import hits
from comments.moderation.judging import HELD_FROM, Verdict, ask
from comments.moderation.tone import hostile
from comments.moderation.wording import tokens

# The heaviest few decide; a long text is not more hostile for having more words.
HEAVIEST = 4
TONE, TONE_TO_A_READER = 0.33, 0.41
ADDRESSED = {"you", "your", "you're", "youre", "yours", "yourself", "u", "ur"}
# Grounds weigh at least this.
WORTH_SAYING = 0.1


def judge(text: str) -> Verdict:
    """How likely a text is hostile, by the judge that the setting TOXICITY_JUDGE names."""
    return ask("TOXICITY_JUDGE", text)


def by_composition(text: str) -> Verdict:
    """How likely a text is hostile: the heaviest of its hostile words and its tone, taken together as independent signs."""
    words = tokens(text)
    heaviest = sorted(hits(words), key=lambda hit: -hit.weight)[:HEAVIEST]
    tone = hostile(text) * (TONE_TO_A_READER if any(word.text in ADDRESSED for word in words) else TONE)
    score = 1 - (1 - tone) * prod(1 - hit.weight for hit in heaviest)
    telling = [hit for hit in heaviest if hit.weight >= WORTH_SAYING]
    return Verdict(
        score,
        score >= HELD_FROM,
        list(dict.fromkeys(hit.says for hit in telling)),
        [(words[hit.first].start, words[hit.last].end) for hit in telling],
    )

"""Attribution: what a source only alleges or expects is not told as a fact, and nobody's words change their speaker."""

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.naming import Name, names_in
from articles.gate.passages import Passage, stems
from articles.gate.proof import Line, Proof, finding

NAME = "Attribution"
ALIKE = 0.4
"""The share of a sentence's words, by weight, that a passage must hold to say the same."""
REACH = 60
"""Code points on either side of a hedge that say what is hedged."""
SHARED = 0.5
"""So much of what stands closest around a hedge must stand in the sentence, so that it is about the same."""

STRONG = re.compile(
    r"(?<![\w-])(?:alleged(?:ly)?|reportedly|purported(?:ly)?|supposed(?:ly)?|rumou?red|unconfirmed|suspected(?: of)?|accused of|apparently|possibly"
    r"|probably|perhaps|may(?=\s(?:not\s)?(?:have|be|[a-z]+)\b)|might|could (?:be|have)|(?:is|are|was|were) (?:expected|believed|thought|said|understood"
    r"|feared|likely|alleged|reported) to|claim(?:s|ed) (?:that|to)|is likely)(?!\w)",
    re.IGNORECASE,
)
HEDGES = re.compile(
    r"(?<!\w)(?:alleged(?:ly)?|alleg(?:es?|ing|ations?)|reported(?:ly)?|according to|accused|accus(?:es?|ing|ations?)|suspected|suspicion|suspects?"
    r"|claim(?:s|ed|ing)?|may(?! \d)|might|could|would|apparent(?:ly)?|appear(?:s|ed)?|seem(?:s|ed|ingly)?|possibl[ey]|potential(?:ly)?|likely|probabl[ey]"
    r"|perhaps|expect(?:s|ed)?|believed|thought|said to|understood|feared|rumou?red|rumou?rs?|unconfirmed|estimated|purported(?:ly)?"
    r"|supposed(?:ly)?|presumed|plan(?:s|ned|ning)?|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?|intend(?:s|ed)?|propos(?:es?|ed|al)|if|whether|charged|charges"
    r"|on trial|would-be|set to|due to|want(?:s|ed)? to|threaten(?:s|ed)?|can|should|risks?|fears?|asked)(?!\w)",
    re.IGNORECASE,
)
SAYS = (
    r"(?:sa(?:id|ys|ying)|told|tells|claim(?:s|ed)|argu(?:es|ed)|warn(?:s|ed)|insist(?:s|ed)|believ(?:es|ed)|suggest(?:s|ed)|announce[sd]|add(?:s|ed)"
    r"|stat(?:es|ed)|wrote|writes|explain(?:s|ed)|admit(?:s|ted)|testif(?:ies|ied)|conclude[sd]|predict(?:s|ed)|complain(?:s|ed)|repl(?:ies|ied))"
)
SPEECH = re.compile(rf"(?<!\w){SAYS}(?!\w)|according to", re.IGNORECASE)
# What may stand between a speaker and the verb: a relative clause or an office between commas, an adverb.
BEFORE_VERB = re.compile(
    rf"(?:,[^,.;:“”\"]{{2,70}},)?\s(?:has |have |had |also |later |then )?(?:\w+ly )?(?={SAYS}\b)", re.IGNORECASE
)
BEHIND_VERB = re.compile(r"[,:]?\s(?:that )?(?:the |a )?(?:[a-z]+ ){0,3}$")


def check(proof: Proof) -> Iterator[Finding]:
    """A hedge of the source that the sentence drops is red; so are words that the source gives to another speaker.

    Amber where the sentence names a speaker of its own for what it tells.
    """
    if not proof.texts or proof.language.split("-")[0] != "en":
        return
    for line in proof.lines:
        recall = proof.passages.recall(stems(line.text))
        if not len(recall) or recall.max() < ALIKE:
            continue
        passage = proof.passages[int(recall.argmax())]
        if hedge := dropped(line.text, passage.text):
            yield _dropped(proof, line, hedge, passage)
        if speakers := exchanged(line.text, passage.text):
            yield _exchanged(proof, line, *speakers, passage)


def dropped(sentence: str, passage: str) -> str:
    """The hedge of a passage that a sentence about the same leaves out; empty where it keeps one, or there is none."""
    if HEDGES.search(sentence) or "?" in sentence:
        return ""
    mine = set(stems(sentence))
    for hedge in STRONG.finditer(passage):
        behind = stems(passage[hedge.end() : hedge.end() + REACH])[:3]
        before = stems(passage[max(0, hedge.start() - REACH) : hedge.start()])[-1:]
        around = [*before, *behind]
        if behind and behind[0] in mine and sum(word in mine for word in around) >= SHARED * len(around):
            return hedge[0]
    return ""


def speakers(text: str) -> list[Name]:
    """Who speaks in a sentence: the names beside a verb of speech, and behind "according to"."""
    found = []
    names = names_in(text)
    for verb in SPEECH.finditer(text):
        for name in names:
            leads = name.end <= verb.start() and BEFORE_VERB.fullmatch(text, name.end, verb.start())
            follows = name.start >= verb.end() and BEHIND_VERB.fullmatch(text[verb.end() : name.start])
            if leads or (follows and (verb[0].lower() == "according to" or _closes(text, name))):
                found.append(name)
    return found


def _closes(text: str, name: Name) -> bool:
    """Whether a name behind a verb of speech is the speaker, not who was spoken to or of: nothing but an office follows."""
    return bool(re.match(r"\s*(?:[,.;)]|$|who\b)", text[name.end :]))


def exchanged(sentence: str, passage: str) -> tuple[Name, Name] | None:
    """The speaker of a sentence and the one whom a passage about the same names instead."""
    mine, theirs = speakers(sentence), speakers(passage)
    if not mine or not theirs:
        return None
    said = {word for name in theirs for word in name.words}
    lone = next((name for name in mine if said.isdisjoint(name.words)), None)
    return (lone, theirs[0]) if lone and len(mine) == 1 else None


def _dropped(proof: Proof, line: Line, hedge: str, passage: Passage) -> Finding:
    attributed = bool(SPEECH.search(line.text))
    return finding(
        NAME,
        Severity.AMBER if attributed else proof.severity(line.part, disagrees=True),
        line,
        f"The source says “{hedge}”; the sentence tells it as a fact.",
        f"Put back “{hedge}”, or say who says so.",
        hedge,
        proof.passage(passage.index, passage.start, passage.end),
    )


def _exchanged(proof: Proof, line: Line, mine: Name, theirs: Name, passage: Passage) -> Finding:
    return finding(
        NAME,
        proof.severity(line.part, disagrees=True),
        line,
        f"The sentence lets {mine.text} say what the source has {theirs.text} say.",
        "Compare it with the passage, and give the words to who said them.",
        mine.text,
        proof.passage(passage.index, passage.start, passage.end),
    )

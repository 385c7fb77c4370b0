"""What kind of sentence it is: reported, attributed, background, inference or a quotation.

The rules are words, and English. In other languages only quotations are told apart, and all else counts as reported.
"""

import re

# Words between marks from which on a sentence counts as a quotation, and the share of its words that does so too.
QUOTED_WORDS = 4
MOSTLY = 0.5
# Between two marks stands no third one, so that each try ends at the next mark. The apostrophe is no quotation mark;
# single marks count where they open behind a space and close before one.
QUOTED = re.compile(
    '“([^“”]*)”|"([^"]*)"|«([^«»]*)»|„([^„“”]*)[“”]|「([^「」]*)」|『([^『』]*)』'
    "|(?:(?<=\\s)|^)[‘']([^‘'’]*)['’](?=[\\s.,;:!?]|$)"
)
WORD = re.compile(r"\w+(?:['’]\w+)*")
CHINESE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

INFERENCE = re.compile(
    r"\b(?:no coincidence|no accident|desperate\w*|really (?:want|need|mean)\w*|signal(?:s|l?ed|l?ing)?|suggest(?:s|ed|ing)?"
    r"|impl(?:y|ies|ied)|indicat(?:es?|ing)|reveals?|revealing|reflects?|likely|unlikely|probably|possibly"
    r"|potential(?:ly)?|perhaps|presumably|apparently|evidently|arguably|undoubtedly|surely|inevitabl[ey]|seem(?:s|ed)?"
    r"|appear(?:s|ed)? (?:\w+ly|to)|seek(?:s|ing)? to|aim(?:s|ed)? to|hopes? to|may|might|could|becom(?:es?|ing) increasingly"
    r"|becom(?:es?|ing) (?:crucial|essential)|most telling|particularly significant|real substance|beneath|in effect"
    r"|far better than|(?:reads?|more) like|nervously|(?:this|which|that) means|isn['’]t (?:just|mere\w*)"
    r"|strategic calcul\w+|practical dilemma)\b",
    re.IGNORECASE,
)
ATTRIBUTED = re.compile(
    r"\b(?:accord(?:ing|ance) to|said|says|told|reported(?:ly)?|reports|announced|stated|claim(?:s|ed)|alleg(?:es|ed|edly)"
    r"|testified|wrote|writes|added|argued|argues|warned|warns|confirmed|denied|denies|insisted|acknowledged|admitted"
    r"|accused|explained|noted|praised|emphasi[sz]ed|pledged|promised|called for|congratulated|in a statement|as quoted)\b",
    re.IGNORECASE,
)
BACKGROUND = re.compile(
    r"\b(?:since (?:the )?(?:1[0-9]|20)\d\ds?|in (?:the )?(?:early |late |mid-)?1[0-9]\d\ds?|founded|established in|was born"
    r"|has long|have long|had long|historically|traditionally|for (?:decades|centuries|generations)|years ago|decades ago"
    r"|centur(?:y|ies)|dates? (?:back|from)|known as|is (?:a|an|the) \w+ (?:of|that|which|in|for)|refers to|defined as"
    r"|consists of|revived in|hiatus|depends? on|was (?:first|once)|the first .{1,60} was)\b",
    re.IGNORECASE,
)


def kind_of(sentence: str, language: str = "en") -> str:
    """One of "quotation", "attributed", "inference", "background" and "reported", the first that fits.

    A sentence is a quotation where four words, or half of its words, stand between quotation marks; inference, where it
    says more than can be seen or heard; attributed, where it names who says so; background, where it tells what has long
    been so. The words between the marks decide nothing else. A sentence that is both attributed and inferred is
    attributed if the attribution opens it, since then the inference is the speaker's.
    """
    if _quoted(sentence):
        return "quotation"
    if language.partition("-")[0].lower() != "en":
        return "reported"
    own = QUOTED.sub(" ", sentence)
    inference, attribution = INFERENCE.search(own), ATTRIBUTED.search(own)
    if attribution and (inference is None or attribution.start() < inference.start()):
        return "attributed"
    if inference:
        return "inference"
    return "background" if BACKGROUND.search(own) else "reported"


def _quoted(sentence: str) -> bool:
    runs = [_length(next(filter(None, match.groups()), "")) for match in QUOTED.finditer(sentence)]
    return max(runs, default=0) >= QUOTED_WORDS or (bool(runs) and sum(runs) >= MOSTLY * _length(sentence) > 0)


def _length(text: str) -> int:
    """Words; in Chinese and Japanese two characters count as one."""
    characters = len(CHINESE.findall(text))
    return characters // 2 + len(WORD.findall(CHINESE.sub(" ", text)))

"""Whether a sentence can stand alone beside an article, and what may be cut off so that it can.

A key point is read before the article, so it may not lean on a sentence that the reader has not seen ("But it fell"),
ask, break off, or quote without saying who spoke. Cutting is timid on purpose. Only a connective in front, a dateline,
or a clause behind a long statement may go, and never a negation, an attribution, a hedge or a condition: in doubt the
sentence stays whole. Word lists serve the languages named here; in others the marks of punctuation decide alone.
"""

import re
from collections.abc import Iterable

# Above this many code points a sentence is too long for a box of key points, if something harmless can be cut off.
LONG = 220
# Shorter statements than this many words say too little, or are captions.
FEWEST_WORDS = 6

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{CJK}]{{1,2}}|(?:(?![{CJK}])[\w'’-])+")
FINISHED = re.compile(r"[.!。！．।۔։።][\"”’'»」』)\]]*$")
BROKEN_OFF = re.compile(r"(?:\.\.|…|\. \.)[\s.\"”’'»」』)\]]*$")
WHOLLY_QUOTED = re.compile(r"(?:“[^”]*”|\"[^\"]*\"|‘[^’]*’|「[^」]*」|«[^»]*»|„[^“]*“)")
PAIRS = ("“”", "()", "[]", "「」", "『』", "（）")

# "WASHINGTON, Feb. 24 (AP) — " says where the report was filed, not what happened.
DATELINE = re.compile(r"(?:[A-Z][\w .,/'’-]{1,40})?\([A-Z][\w .&/-]{1,28}\)(?: -{1,2}| [–—]|[–—]) ?")

# Openers that lean on the sentence before, by language.
LEANING = {
    "en": "another|as such|both|either|he|hence|her|here|him|his|how|i|in doing so|it|its|it's|let|likewise|me|my"
    "|neither|one such|or|others|our|she|so|such|that|that's|the (?:former|latter|other|others|pair|same|two)|their"
    "|them|then|these|they|they're|this|those|thus|too|us|we|we're|what|which|who|why|you|your",
    "de": "aber|allerdings|also|außerdem|dabei|dadurch|daher|damit|das|dennoch|deshalb|dies|diese|dieser|dieses|doch"
    "|er|es|ihr|ihre|jedoch|sie|sein|seine|trotzdem|und|wir|zudem",
    "es": "además|aquello|así|ella|ellas|ello|ellos|esa|ese|eso|esta|estas|este|esto|estos|él|pero|sin embargo|su|sus|y",
    "fr": "ainsi|ce|cela|celle|celui|cependant|ces|cet|cette|donc|elle|elles|et|il|ils|leur|leurs|mais|or|pourtant"
    "|sa|ses|son|toutefois",
    "ko": "게다가|그|그는|그녀는|그들은|그러나|그런데|그리고|따라서|또|또한|반면|이|이는|이에|하지만|한편",
}
# Connectives that may be cut off in front without changing what the rest says. "But for", "Yet to" and "Yet another"
# are something else. Hedges ("Perhaps", "Reportedly") are never in this list.
CONNECTIVES = {
    "en": r"(?:and|but|yet)(?:,| (?!(?:for|to|another|again|so)\b))"
    r"|(?:additionally|also|as a result|at the same time|besides|by contrast|consequently|conversely|even so|finally"
    r"|for example|for instance|furthermore|hence|however|in addition|in contrast|in fact|in other words|indeed"
    r"|instead|likewise|meanwhile|moreover|nevertheless|nonetheless|of course|on the other hand|similarly|still"
    r"|that said|then|therefore|thus|to be sure),",
}
# A clause behind one of these can go, if it is the last and says none of the words below.
TAIL = {"en": r"; (?!and\b)|, (?:which|whereas|where|while|who) | [–—] |—"}
WEIGHTY = {
    "en": r"accord\w*|acknowledg\w+|add(?:s|ed|ing)|admit\w*|alleg\w+|although|announc\w+|apparent\w*|argu\w+|as"
    r"|assert\w*|because|believ\w+|but|can|cannot|claim\w*|conced\w+|could|den(?:y|ied|ies|ying)|despite|doubt\w*"
    r"|except|expect\w*|fail\w*|few|hardly|however|if|insist\w*|lack\w*|likely|little|may|maybe|might|neither"
    r"|never|no|nobody|none|nor|not|nothing|only|perhaps|possibl[ey]|potential\w*|probabl[ey]|provided|purported\w*"
    r"|rarely|refus\w+|report\w*|said|say\w*|seem\w*|should|suggest\w*|suspect\w*|tell\w*|than|that|though|told"
    r"|unless|unlikely|until|warn\w*|whether|without|would|wr(?:ite|ites|iting|ote)|yet|\w+n['’]t",
}
# A sentence that opens with one of these may have its main clause in the part that would be cut.
SUBORDINATE = {"en": r"after|although|as|because|before|even|if|since|though|unless|until|when|whenever|whether|while"}
# What follows a dash and sums up what stood before it: then the part before is no statement.
SUMMING_UP = re.compile(r"(?:all|both|each|everything|it|none|such|that|these|they|this|those|two|three)\b")

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
# A word with a capital inside a sentence is a name, unless it is of the calendar.
NAME = re.compile(
    r"(?<=[a-z,;:—–-] )(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b)[A-Z][\w-]+"
)
PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their)\b")
SPOKE = r"(?:added|argued|asked|explained|noted|recalled|said|says|told|warned|wrote)"
# What a stranger to the article trips over, each in the words outside quotations.
STUMBLES = {
    "en": (
        # Who are we?
        re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|us)\b"),
        # Who said it?
        re.compile(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:\w+ )?{SPOKE}\b|\b{SPOKE} (?:he|she|they)\b"),
        # Which one? "The scene was", but not "The start of", nor "The party that".
        re.compile(r"^(?:(?:At|By|From|In|On|To) t|T)he (?![A-Z\d])(?!(?:[\w'’-]+ ){1,3}(?:between|of|that|who|whose)\b)"),
        re.compile(r"\b(?:this|these|those|such)\b"),
        # Also to what, but against what?
        re.compile(r"^(?:And|But|Yet)\b|\b(?:also|however|instead|meanwhile|otherwise|therefore|too)\b", re.IGNORECASE),
    )
}


def words(text: str) -> int:
    """Counts the words of a text, two Chinese or Japanese characters being one word."""
    return sum(1 for _ in WORD.finditer(text))


def is_statement(sentence: str) -> bool:
    """A key point is a whole statement: finished, no question, marks in pairs, and more than somebody's bare words."""
    body = sentence.strip()
    return bool(
        words(body) >= FEWEST_WORDS
        and FINISHED.search(body)
        and not BROKEN_OFF.search(body)
        and body.count('"') % 2 == 0
        and all(body.count(pair[0]) == body.count(pair[1]) for pair in PAIRS)
        and not WHOLLY_QUOTED.fullmatch(body)
    )


def leans(text: str, language: str = "en") -> bool:
    """A text leans if its first word points back at something the reader has not seen."""
    # Only the first letter is lowered: "US officials" must not be read as "us officials".
    bare = text.lstrip("\"“”‘’'«»„「『( ")
    openers = LEANING.get(language)
    return bool(openers and re.match(rf"(?:{openers})(?![\w-])", bare[:1].lower() + bare[1:]))


def names(sentences: Iterable[str]) -> frozenset[str]:
    """Returns the words that an article writes with a capital inside a sentence; they may open a sentence as well."""
    return frozenset(name for sentence in sentences for name in NAME.findall(sentence))


def loose_ends(sentence: str, known: frozenset[str], language: str = "en") -> int:
    """Counts what a stranger to the article would trip over: "we", "he said", "the former", a pronoun before any name.

    `known` are the article's names. The count is between 0 and 7; it is 0 for languages without a list.
    """
    if language not in STUMBLES:
        return 0
    own_words = QUOTED.sub(" ", sentence)
    named = [word.start() for word in re.finditer(r"\b[A-Z][\w-]+", own_words) if word.group() in known]
    pronoun = PRONOUN.search(own_words)
    nameless = pronoun is not None and not any(position < pronoun.start() for position in named)
    vague = not named and not re.search(r"\d", own_words)
    return nameless + vague + sum(1 for stumble in STUMBLES[language] if stumble.search(own_words))


def trimmed(sentence: str, language: str = "en") -> tuple[int, int]:
    """Cuts off only what the rest does not need: a dateline or connective in front, a clause behind a long statement.

    Returns the half-open span of what stays, in code points of `sentence`; the whole sentence if nothing may go.
    """
    start = _front(sentence, language)
    if len(sentence) - start <= LONG:
        return start, len(sentence)
    return start, _back(sentence, start, language)


def _front(sentence: str, language: str) -> int:
    """Returns where the sentence begins without dateline and connectives, unless what is left would lean."""
    dateline = DATELINE.match(sentence)
    start = position = dateline.end() if dateline else 0
    connectives = CONNECTIVES.get(language)
    while connectives and (found := re.match(rf"(?:{connectives}) *", sentence[position:], re.IGNORECASE)):
        position += found.end()
    rest = sentence[position:]
    return position if rest and not leans(rest, language) and is_statement(rest) else start


def _back(sentence: str, start: int, language: str) -> int:
    """Returns the earliest end that leaves a complete statement of decent length and loses nothing of weight."""
    if language not in TAIL or re.match(rf"(?:{SUBORDINATE[language]})\b", sentence[start:], re.IGNORECASE):
        return len(sentence)
    for boundary in re.finditer(TAIL[language], sentence[start:]):
        head, tail = sentence[start : start + boundary.start()], sentence[start + boundary.end() :]
        if _may_go(head, tail, boundary.group(), language):
            return start + boundary.start()
    return len(sentence)


def _may_go(head: str, tail: str, boundary: str, language: str) -> bool:
    """Says whether the head stands without the tail: no embedded clause, no list, no open mark, no word of weight."""
    last_clause = boundary == "; " or "," not in tail
    return bool(
        len(head) >= LONG // 2
        and last_clause
        and is_statement(head + ".")
        and not re.search(r"[:;]|[–—]", head + tail)
        and not SUMMING_UP.match(tail)
        and not re.search(rf"\b(?:{WEIGHTY[language]})\b", tail, re.IGNORECASE)
    )

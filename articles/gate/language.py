"""Language: the text is written in the language that the article says it is."""

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.gate.proof import Line, Proof, finding
from articles.gate.quotations import quotations

NAME = "Language"
FEWEST_WORDS = 8
"""Words of a sentence without quotations from which its language can be told."""
WHOLE_TEXT = 40
TELLING, AHEAD = 0.25, 0.2
"""The share of little words from which they tell a language, and by how much it must lead."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Scripts by the code points of their letters, with the languages that are written in them.
SCRIPTS = {
    "Hangul": ("\u1100-\u11ff\uac00-\ud7af", "ko"),
    "Japanese kana": ("\u3040-\u30ff", "ja"),
    "Chinese characters": ("\u3400-\u4dbf\u4e00-\u9fff", "zh ja yue"),
    "Cyrillic": ("\u0400-\u052f", "ru uk be bg sr mk kk ky mn tg"),
    "Arabic": ("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ug ku"),
    "Hebrew": ("\u0590-\u05ff", "he yi"),
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el"),
    "Devanagari": ("\u0900-\u097f", "hi mr ne sa"),
    "Thai": ("\u0e00-\u0e7f", "th"),
    "Latin": ("A-Za-z\u00c0-\u024f\u1e00-\u1eff", ""),
}
LETTERS = {name: re.compile(f"[{letters}]") for name, (letters, _) in SCRIPTS.items()}
NOT_LATIN = frozenset(code for name, (_, codes) in SCRIPTS.items() if name != "Latin" for code in codes.split())
# The commonest little words of each language; those that several share tell nothing by themselves, but together they do.
LITTLE = {
    "en": "the of and to in a is that for it was on with as his they at be this have from or had by not are but what we when your can which their if will has were been who would more about its he she an",
    "de": "der die das und ist nicht ein eine zu den mit von sich des auf für im dem werden aus an hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch",
    "fr": "le la les de des du et est un une que qui dans en pour pas au sur ne se ce il par plus avec sont aux ont mais cette comme ou été son sa ses leur nous vous elle être fait",
    "es": "el la los las de del y en que un una es por con no para se su al lo como más pero sus le ya este entre cuando muy sin sobre también hasta hay donde desde todo nos durante son fue ha",
    "it": "il lo la gli le di del della e che un una per non in con è si da sono al dei come più ma anche nel alla delle suo ha questo dal sua nella ai loro",
    "pt": "o os as de do da dos das e que um uma em no na é por com não para se ao mais como mas foi sua seu pelo pela são também já ou quando muito nos até isso",
    "nl": "de het een en van is dat in op te zijn met voor niet aan er om ook als dan maar bij door over uit naar heeft werd worden zich hij ze wordt",
    "sv": "och att det som en på är av för med den till inte om ett han men var jag sig från vi så kan när har hade eller efter",
    "da": "og at det som en på er af for med den til ikke om et han men var jeg sig fra vi så kan når har havde eller efter der",
    "pl": "i w na z do że się nie jest to o jak za od po co ale przez dla tym są był oraz przy może tylko ich jego",
}
LITTLE_WORDS = {language: frozenset(words.split()) for language, words in LITTLE.items()}


def check(proof: Proof) -> Iterator[Finding]:
    """A text that is plainly in another language is red; a sentence in another language, outside quotation marks, is amber."""
    expected = proof.language.replace("_", "-").split("-")[0].lower()
    whole = told(proof.body.text, expected, WHOLE_TEXT)
    if whole:
        yield Finding(
            NAME,
            Severity.RED,
            f"The article is marked as {expected}, and its body reads as {whole}.",
            "Set the article's language to the one it is written in.",
        )
        return
    for line in proof.lines:
        if other := told(_without_quotations(line), expected, FEWEST_WORDS):
            yield finding(
                NAME,
                Severity.AMBER,
                line,
                f"The sentence reads as {other}; the article is marked as {expected}.",
                "Translate it, or put it in quotation marks if it is a quotation.",
                line.text,
            )


def told(text: str, expected: str, fewest: int) -> str:
    """The language or script a text plainly has, if it is not the expected one; empty where it fits, or is too short to tell."""
    counts = {name: len(pattern.findall(text)) for name, pattern in LETTERS.items()}
    letters = sum(counts.values())
    if letters < fewest * 2:
        return ""
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < 0.6 * letters:
        return ""
    if script != "Latin":
        return "" if expected in SCRIPTS[script][1].split() else script
    if expected in NOT_LATIN:
        return "Latin script"
    return _latin(text, expected, fewest)


def _latin(text: str, expected: str, fewest: int) -> str:
    words = [word.lower() for word in WORD.findall(text)]
    if len(words) < fewest or expected not in LITTLE_WORDS:
        return ""
    shares = {code: sum(word in little for word in words) / len(words) for code, little in LITTLE_WORDS.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if best != expected and shares[best] >= TELLING and shares[best] >= shares[expected] + AHEAD else ""


def _without_quotations(line: Line) -> str:
    text = line.text
    for quotation in reversed(quotations(text)):
        text = text[: quotation.start] + " " + text[quotation.end :]
    return text

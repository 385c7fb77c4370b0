"""Figures: the numbers in a text, spelled out or not, with their units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from articles.gate.numerals import LOW_ORDINALS, MAGNITUDES, ORDINALS, PARTS, PLURALS, SHORT_MAGNITUDES, SMALL, TIMES
from articles.gate.units import UNITS

# Scripts without spaces: a number may follow a letter there.
_SYLLABLES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORDS = sorted({*SMALL, *ORDINALS, *MAGNITUDES, *PLURALS, *TIMES, *PARTS, *LOW_ORDINALS}, key=len, reverse=True)
TOKEN = re.compile(
    r"(?P<sign>(?<![\w)])[-−–](?=\d))?"
    r"(?P<money>(?:US|A|C|NZ|HK)?[$£€¥₩₹]\s?)?"
    rf"(?<![^\W_{_SYLLABLES}])(?<!\d[.,])"
    r"(?P<digits>\d{1,3}(?:,\s?\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f’']\d{3})+(?!\d)|\d{1,18}(?:[.,]\d{1,6})?)"
    r"(?P<after>st\b|nd\b|rd\b|th\b|[^\W\d_]{1,8}(?![\w]))?"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
ROUNDED = 0.25
"""By so much of itself a rounded number may differ from the source's."""
# "Sapp, 42, was", "aged 42": a number of years.
OLDEST = 120
AGED = re.compile(r"\b(?:aged?(?:\s+of)?)\s+$", re.IGNORECASE)
WHOLE_PERCENT = 0.005
LEAST_ROUNDED, TENS, MAGNITUDE, YEAR_DIGITS = 10, 20, 1000, 4
LONGEST = 12
"""Words of one number."""
YEAR = range(1000, 2101)
JOINT = re.compile(r"(?:[-‐‑\s]|\s+and\s+|-and-|\s+and\s+a\s+)")
SHARE_OF = re.compile(r"\s+(?:of\s+)?an?\s+")
RANGE = re.compile(r"\s*(?:[-–—]|to|or|and)\s*", re.IGNORECASE)
UNIT = re.compile(r"\s?[-‐‑]?\s?(%|°\s?[cf]\b|per\s?cent\b|p\.c\.|[ap]\.m\.|km/h\b|[^\W\d_]+)", re.IGNORECASE)
ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|some|nearly|almost|close to|up to|as (?:many|much|few) as|an? estimated"
    r"|more than|over|at least|upwards? of|exceed(?:s|ed|ing)|above|under|fewer than|less than|below|at most|only|just"
    r"|circa|ca\.|~)\s+(?:a\s+|an\s+|the\s+)?(?:US|A|C)?[$£€¥₩₹]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A number in a text: its place (code points), what it may be worth, and its unit, empty where it has none."""

    start: int
    end: int
    text: str
    values: tuple[float, ...]
    unit: str = ""
    ordinal: bool = False
    rough: bool = False
    """"About", "more than", "up to" stand in front of it: a rounded value is meant."""
    vague: bool = False
    """"Thousands of": any number of that order."""
    year: bool = False
    """Four figures that read as a year."""

    def agrees(self, other: "Figure") -> bool:
        """Whether another figure bears this one out, whatever the units say."""
        return any(self._same(mine, theirs, other) for mine in self.values for theirs in other.values)

    def _same(self, mine: float, theirs: float, other: "Figure") -> bool:
        if abs(mine - theirs) <= 1e-9 * max(abs(mine), 1):
            return True
        if {self.unit, other.unit} == {"percent", ""} and min(mine, theirs) < 1 <= max(mine, theirs):
            return abs(max(mine, theirs) / 100 - min(mine, theirs)) < WHOLE_PERCENT
        if self.vague or other.vague:
            return self.vague and not other.vague and mine < theirs < 1000 * mine
        close = self.rough and mine >= LEAST_ROUNDED and abs(mine - theirs) <= ROUNDED * mine
        return close and any(_cut(theirs, mine, way) == mine for way in (0, 1, -1))


def _cut(value: float, like: float, way: int) -> float:
    """A value rounded (0), rounded up (1) or down (-1) to as many places as another one shows."""
    step = 1.0
    while like % (step * 10) == 0 and like >= step * 10:
        step *= 10
    if step == 1.0 and value == int(value):
        return value
    steps = value / step
    return (round(steps) if way == 0 else -(-steps // 1) if way > 0 else steps // 1) * step


def figures(text: str) -> list[Figure]:
    """All numbers of a text in reading order: in figures, in words, mixed, with ordinals, shares and "twice"."""
    found: list[Figure] = []
    run: list[re.Match[str]] = []
    for match in TOKEN.finditer(text):
        if run and not _goes_on(run, match):
            found += _figure(text, run)
            run = []
        run.append(match)
    found += _figure(text, run)
    return list(_shared_units(text, found))


def _goes_on(run: list[re.Match[str]], match: re.Match[str]) -> bool:  # noqa: PLR0911 - a grammar, a rule a line
    """Whether a token continues the number that the run has begun."""
    if len(run) >= LONGEST:
        return False
    before, word = run[-1], (match["word"] or "").lower()
    last = (before["word"] or "").lower()
    between = before.string[before.end() : match.start()]
    if last in {"half", "quarter"} and word in MAGNITUDES and (SHARE_OF.fullmatch(between) or between == " "):
        return word != "score"
    if not JOINT.fullmatch(between):
        return False
    if not word or last in TIMES or word in TIMES or (last in PARTS and last not in ORDINALS) or last in PLURALS:
        return False
    if word in MAGNITUDES or word in PLURALS:
        return word not in {"score", "scores"} or last in SMALL
    if before["digits"]:
        return word == "half" and "and" in between
    if word in PARTS and last in SMALL and word != "quarter":
        return word.endswith("s") or word == "half" or (last == "one" and word not in SMALL) or SMALL[last] >= TENS
    small = SMALL.get(word, ORDINALS.get(word, LOW_ORDINALS.get(word, 99)))
    if last in MAGNITUDES:
        return word in SMALL or word in ORDINALS or word in LOW_ORDINALS
    return SMALL.get(last, 0) >= TENS and 0 < small < LEAST_ROUNDED


def _figure(text: str, run: list[re.Match[str]]) -> Iterator[Figure]:
    """The number that a run of tokens makes, if it is one."""
    if not run:
        return
    words = [(match["word"] or "").lower() for match in run]
    start, end = run[0].start(), run[-1].end()
    lone = words[0] if len(run) == 1 else ""
    before = text[max(0, start - 24) : start]
    article = re.search(r"\b(an?|one)[\s-]+$", before, re.IGNORECASE)
    behind = text[end : end + 12]
    if lone in LOW_ORDINALS or lone in {"score", "scores"} or (lone == "one" and not _counts(text, end)):
        return
    if lone in PARTS and not (lone == "half" and re.match(r"\s+(?:of|the|an?|its|their|his|her)\b", behind)):
        if not article or not re.match(r"\s+of\b", behind) or lone.endswith("s"):
            if lone not in ORDINALS:
                return
        else:
            yield Figure(start, end, text[start:end], (PARTS[lone],))
            return
    if lone in MAGNITUDES and not article and lone != "dozen":
        return
    first = run[0]
    values, unit = _worth(run, words)
    after = (run[-1]["after"] or "").lower()
    ordinal = after in {"st", "nd", "rd", "th"} or words[-1] in ORDINALS or (words[-1] in LOW_ORDINALS and len(run) > 1)
    if not unit and not ordinal:
        unit, end = _unit_behind(text, end)
    digits = first["digits"] or ""
    age = not unit and before.endswith(", ") and behind.startswith(",") and 0 < values[0] < OLDEST
    age = age or bool(AGED.search(before))
    bare = len(run) == 1 and not unit and not first["money"] and not after
    yield Figure(
        start,
        end,
        text[start:end],
        values,
        "year" if age and not unit else unit,
        ordinal,
        rough=bool(ABOUT.search(before)),
        vague=words[-1] in PLURALS and len(run) == 1,
        year=bare and not age and len(digits) == YEAR_DIGITS and digits.isdigit() and int(digits) in YEAR,
    )


def _counts(text: str, end: int) -> bool:
    """Whether "one" is followed by a unit or a magnitude, and so counts something."""
    match = UNIT.match(text, end)
    return (
        match is not None and match[1].lower() in UNITS and match[1].lower() not in {"second", "point", "day", "night"}
    )


def _worth(run: list[re.Match[str]], words: list[str]) -> tuple[tuple[float, ...], str]:  # noqa: C901 - a grammar, a case a line
    """What the run is worth, all readings, and the unit written on to it."""
    total, current, empty = 0.0, 0.0, True
    alternatives: list[float] = []
    unit = UNITS.get((run[0]["money"] or "").strip().lower(), "")
    if run[0]["money"] and not unit:
        unit = "dollar"
    for match, word in zip(run, words, strict=True):
        if match["digits"]:
            current, alternatives = _digits(match["digits"])
            if match["sign"]:
                current = -current
            empty = False
            after = (match["after"] or "").lower()
            if scale := SHORT_MAGNITUDES.get(after) or MAGNITUDES.get(after):
                if not unit and len(after) == 1:
                    alternatives.append(current)
                current *= scale
            elif not unit:
                unit = UNITS.get(after, "")
        elif word in MAGNITUDES or word in PLURALS:
            scale = MAGNITUDES.get(word) or PLURALS[word]
            value = (current if not empty else 1) * scale
            if scale < MAGNITUDE:
                current = value
            else:
                total, current = total + value, 0
            alternatives = [other * scale for other in alternatives]
            empty = False
        elif word in PARTS and not empty:
            share = PARTS[word]
            whole = word == "half" or len(run) == 1
            current = current + share if whole else current * share
        else:
            table = PARTS | SMALL | ORDINALS | LOW_ORDINALS | TIMES
            current += table[word]
            empty = False
    return tuple(dict.fromkeys([total + current, *alternatives])), unit


def _digits(digits: str) -> tuple[float, list[float]]:
    """A number in figures, and what else its comma or full stop may mean in other languages."""
    plain = re.sub(r"[\s\u00a0\u202f’']", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return float(plain.replace(",", "")), []
    if "," in plain:
        return float(plain.replace(",", ".")), []
    if re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        return float(plain), [float(plain.replace(".", ""))]
    return float(plain), []


def _unit_behind(text: str, end: int) -> tuple[str, int]:
    match = UNIT.match(text, end)
    if not match:
        return "", end
    word = re.sub(r"\s", "", match[1].lower())
    unit = UNITS.get(word, UNITS.get("percent") if word == "percent" else "")
    return (unit, match.end()) if unit else ("", end)


def _shared_units(text: str, found: list[Figure]) -> Iterator[Figure]:
    """A range shares its unit: in "2 to 3 million miles" the first takes unit and, as one reading, magnitude from the second."""
    for figure, after in zip_longest(found, found[1:]):
        if after is None or figure.unit or figure.year or not RANGE.fullmatch(text[figure.end : after.start]):
            yield figure
            continue
        scale = next(
            (scale for word, scale in MAGNITUDES.items() if scale >= MAGNITUDE and word in after.text.lower()), 1
        )
        readings = figure.values + (tuple(value * scale for value in figure.values) if scale > 1 else ())
        yield Figure(
            figure.start, figure.end, figure.text, readings, after.unit, figure.ordinal, figure.rough, figure.vague
        )

"""Days: the dates in a text, from a year alone to a weekday with its date, in the forms that newspapers use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from articles.gate.figures import Figure, figures

_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = [
    _ENGLISH,
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
]
MONTHS = {name.lower(): n for names in _MONTHS for n, name in enumerate(names.split(), 1)} | {"sept": 9}
WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}  # noqa: SIM905
WEEKDAYS |= {name: n for n, name in enumerate("mon tue wed thu fri sat sun".split())}  # noqa: SIM905

_names = sorted(MONTHS, key=len, reverse=True)
_month = rf"(?:{'|'.join(_names)})\b\.?"
_weekday = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_number = r"(?:0?[1-9]|[12]\d|3[01])"
_year = r"[12]\d{3}(?!\d|[,.]\d)"
DAY = re.compile(
    rf"""
    \b(?P<iso>[12]\d{{3}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
    | (?P<cjk_year>[12]\d{{3}})\s?[年년]\s?(?:(?P<cjk_month>1[0-2]|0?[1-9])\s?[月월]\s?(?:(?P<cjk_day>{_number})\s?[日일])?)?
    | (?<![\d.,/-])(?:(?P<first>{_number})(?:st|nd|rd|th)?\s?(?:to|and|-|–|—)\s?)?
      (?P<day>{_number})(?:st|nd|rd|th|\.|er|º)?\s(?:(?:of|de)\s)?(?P<month>{_month})(?:,?\s(?:(?:de|del)\s)?(?P<year>{_year}))?
    | \b(?P<month_first>{_month})\s(?P<day_second>{_number})(?:st|nd|rd|th)?(?!\d|[.,:]\d)
      (?:\s?(?:to|and|-|–|—)\s?(?P<last>{_number})(?:st|nd|rd|th)?\b(?!\s?(?:{"|".join(_names)})))?(?:,?\s(?P<year_third>{_year}))?
    | \b(?P<month_only>{_month})(?:,|\sof)?\s(?P<year_only>{_year})
    | \b(?P<lone_month>{"|".join(sorted(_ENGLISH.lower().split(), key=len, reverse=True))})\b
    | \b(?P<weekday>{_weekday})s?\b
    | (?<![\d.,/-])(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<slash_year>[12]\d{{3}})(?![\d/])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What every date but a year alone has in it: spares most sentences the search above.
DATED = re.compile(rf"(?i:{'|'.join(sorted({name[:3] for name in _names} | {'day'}))})|\d[-/]\d|\d\s?[年년]")
MONTH_BEFORE = re.compile(
    r"\b(?:in|of|since|by|from|until|till|last|next|this|early|late|mid|to|and|through|during|before|after|between|for|every|each|on"
    r"|[-–—])[\s-]*$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:last|next|this|every|each)\s+$", re.IGNORECASE)
DECADE = re.compile(r"(?<![\w.])([12]\d{2}0)['’]?s\b")
LAST_MONTH, LAST_DAY = 12, 31
TO_SHORT_YEAR = re.compile(r"[-–—/](\d{2})(?!\d|[-–—/.,]\d)")


@dataclass(frozen=True)
class Day:
    """A date in a text: its place (code points) and what of it is given; 0 where a part is not, `weekday` -1."""

    start: int
    end: int
    text: str
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    decade: bool = False
    relative: bool = False
    """"Last Tuesday": which one depends on the day it was written."""
    swapped: tuple[int, int] | None = None
    """09/03/1776 may be read as month and day the other way round."""

    @property
    def falls_on(self) -> int:
        """The weekday of a full date, from 0 for Monday; -1 where the date is not full, or does not exist."""
        try:
            return date(self.year, self.month, self.day).weekday() if self.year and self.month and self.day else -1
        except ValueError:
            return -1

    def within(self, other: "Day") -> bool:
        """Whether another date gives all that this one gives, and gives it the same."""
        if self.decade:
            return other.year // 10 == self.year // 10 and bool(other.year)
        if self.weekday >= 0 and self.weekday not in {other.weekday, other.falls_on}:
            return False
        if self.year and self.year != other.year:
            return False
        readings = [(other.month, other.day), *([other.swapped] if other.swapped else [])]
        mine = [(self.month, self.day), *([self.swapped] if self.swapped else [])]
        return any(
            (not month or month == their_month) and (not day or day == their_day)
            for month, day in mine
            for their_month, their_day in readings
        )


def days(text: str, told: list[Figure] | None = None) -> list[Day]:
    """All dates of a text in reading order; a year alone counts, a weekday with a date belongs to it.

    `told` are its `figures`, if they are known.
    """
    told = figures(text) if told is None else told
    found: list[Day] = []
    for match in DAY.finditer(text) if DATED.search(text) else ():
        for day in _read(text, match):
            before = found[-1] if found else None
            whole = day
            if (
                before
                and before.weekday >= 0
                and not before.month
                and day.day
                and re.fullmatch(r",?\s(?:the\s)?(?:den\s)?", text[before.end : day.start])
            ):
                found.pop()
                whole = _with(day, before.start, text, before.weekday)
            found.append(whole)
    return sorted([*found, *_years(text, found, told)], key=lambda day: day.start)


def _with(day: Day, start: int, text: str, weekday: int) -> Day:
    return Day(start, day.end, text[start : day.end], day.year, day.month, day.day, weekday)


def _read(text: str, match: re.Match[str]) -> Iterator[Day]:
    """The dates in one match: two where it spans days, none where the word is no month."""
    start, end, piece = match.start(), match.end(), match[0]
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        yield Day(start, end, piece, year, month, day)
    elif match["cjk_year"]:
        year, month, day = (int(match[name] or 0) for name in ("cjk_year", "cjk_month", "cjk_day"))
        yield Day(start, end, piece, year, month, day)
    elif match["month"] or match["month_first"]:
        yield from _with_month(match)
    elif match["month_only"]:
        yield Day(start, end, piece, int(match["year_only"]), _month_of(match["month_only"]))
    elif match["lone_month"]:
        yield from _lone_month(text, match)
    elif match["weekday"]:
        relative = bool(RELATIVE.search(text[max(0, start - 12) : start]))
        yield Day(start, end, piece, weekday=WEEKDAYS[match["weekday"].lower()], relative=relative)
    else:
        yield from _slashed(match)


def _with_month(match: re.Match[str]) -> Iterator[Day]:
    """A day with its month, or the first and the last of a span of days; a small letter makes another word of most."""
    name = match["month"] or match["month_first"]
    if name[0].islower() and (match["month_first"] or name.lower() in {"may", "march", "mar"}):
        return
    year = int(match["year"] or match["year_third"] or 0)
    for number in filter(None, (match["first"], match["day"], match["day_second"], match["last"])):
        yield Day(match.start(), match.end(), match[0], year, _month_of(name), int(number))


def _slashed(match: re.Match[str]) -> Iterator[Day]:
    """09/03/1776: day and month in either order, where both can be meant."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["slash_year"])
    day, month = (one, two) if two <= LAST_MONTH else (two, one)
    if 1 <= month <= LAST_MONTH and 1 <= day <= LAST_DAY:
        swapped = (day, month) if day <= LAST_MONTH else None
        yield Day(match.start(), match.end(), match[0], year, month, day, swapped=swapped)


def _month_of(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _lone_month(text: str, match: re.Match[str]) -> Iterator[Day]:
    """A month's name alone: May, March and August are other words too, and so is any at a sentence's start."""
    name = match[0]
    before = text[max(0, match.start() - 12) : match.start()]
    other_words = {"may", "march", "august"}
    if name.lower() in other_words and (name[0].islower() or not MONTH_BEFORE.search(before)):
        return
    relative = bool(RELATIVE.search(before))
    yield Day(match.start(), match.end(), name, month=_month_of(name), relative=relative)


def _years(text: str, found: list[Day], told: list[Figure]) -> Iterator[Day]:
    taken = sorted((day.start, day.end) for day in found)
    place = 0
    for start, end, year, decade in _year_places(text, told):
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if place < len(taken) and taken[place][0] < end:
            continue
        yield Day(start, end, text[start:end], year=year, decade=decade)
        if not decade and (short := TO_SHORT_YEAR.match(text, end)) and int(short[1]) > year % 100:
            yield Day(end + 1, short.end(), short[1], year=year // 100 * 100 + int(short[1]))


def _year_places(text: str, told: list[Figure]) -> Iterator[tuple[int, int, int, bool]]:
    decades = [(match.start(), match.end(), int(match[1]), True) for match in DECADE.finditer(text)]
    starts = {start for start, *_ in decades}
    years = [(f.start, f.end, int(f.values[0]), False) for f in told if f.year and f.start not in starts]
    return iter(sorted([*decades, *years]))

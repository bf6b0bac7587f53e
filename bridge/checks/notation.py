"""Text of another language with its dates, times, numbers and units written as French writes them.

The readers of French dates and quantities then read what an English, German, Spanish or Italian source says. Words
that they do not know stay as they are; the result is for reading facts, and never shown.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bridge.article.language import Language
from bridge.checks.dates import MONTHS, WEEKDAYS
from bridge.checks.text import fold

_CURRENCY = r"(?:us|au?|ca?|nz|hk)?[$€£]|chf|eur|usd"
_FIGURE = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,9})?(?!\d)|\d{1,18}(?:[.,]\d{1,9})?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|º|°)?(?!\d)|primero|primo"
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_GERMAN = re.compile(r"„[^„“”\n]{1,3000}[“”]|»[^«»\n]{1,3000}«|‚[^‚‘\n]{1,3000}‘")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[^\W_])(?:[^‘’'\n]|(?<=\w)[’'](?=\w)){6,3000}[’'](?![\w’'])")
_DECADES = re.compile(r" (?:decades|jahrzehnten?|décadas|decenni)(?!\w)")
_ARTICLE = r"(?:the |der |dem |den |el |il |am )?"


@dataclass(frozen=True, slots=True)
class Notation:
    """`folded` in French notation; `starts` and `places` map its stretches to those of the text that it is made of."""

    folded: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int, bool], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text itself of what stands at `start`..`end` of `folded`."""
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, at: int) -> tuple[int, int]:
        number = bisect_right(self.starts, at) - 1
        start, end, changed = self.places[number]
        if changed:
            return start, end
        offset = start + at - self.starts[number]
        return offset, offset + 1


def in_french_notation(folded: str, raw: str, language: Language) -> Notation:
    """The folded text of `language`, its facts in French notation; `raw` shows which words have a capital."""
    return _reader(language).read(folded, raw)


def with_french_marks(raw: str, language: Language) -> str:
    """`raw`, as long as it is, with quotation marks that open and close as French ones do: „…“, »…« and ‘…’."""
    if language == "fr":
        return raw
    if language == "de":
        raw = _GERMAN.sub(lambda found: f"«{found.group()[1:-1]}»", raw)
    return _SINGLE.sub(lambda found: f"«{found.group()[1:-1]}»", raw)


@cache
def _reader(language: Language) -> _Reader:
    data = tomllib.loads((files("bridge.checks") / "data" / "notation.toml").read_text(encoding="utf-8"))
    return _Reader(language, data[language])


class _Reader:
    """One language's notation, compiled."""

    def __init__(self, language: Language, data: dict[str, Any]) -> None:
        self.language, self.decimal = language, str(data["decimal"])
        self.months = _numbered(data["months"], MONTHS)
        self.days = _numbered(data["weekdays"], WEEKDAYS)
        self.scales: dict[str, str] = data["scales"]
        self.words: dict[str, str] = {
            word: french for group, french in data["words"].items() for word in group.split("|")
        }
        self.words |= {
            word: f"{n}e" for n, group in enumerate(data["ordinals"].split(), 2) for word in group.split("|")
        }
        self.atoms = _atoms(data)
        self.pattern = re.compile("|".join(self._patterns(data["joins"])))

    def read(self, folded: str, raw: str) -> Notation:
        """`folded`, written anew."""
        parts: list[str] = []
        places: list[tuple[int, int, bool]] = []
        last = 0
        for match in self.pattern.finditer(folded):
            instead = self._instead(match, raw)
            if instead is None:
                continue
            parts += [folded[last : match.start()], f"{instead}"]
            places += [(last, match.start(), False), (match.start(), match.end(), True)]
            last = match.end()
        parts.append(folded[last:])
        places.append((last, len(folded), False))
        starts, at = [], 0
        for part in parts:
            starts.append(at)
            at += len(part)
        kept = [n for n, part in enumerate(parts) if part] or [0]
        return Notation(fold("".join(parts)), tuple(starts[n] for n in kept), tuple(places[n] for n in kept))

    def _patterns(self, joins: str) -> Iterable[str]:
        months, days = _any_of(self.months), _any_of(self.days)
        day = rf"\d{{1,2}}\.|{_DAY}" if self.language == "de" else _DAY
        if self.language != "en":
            yield r"(?<![\d/.])(?P<full>\d{1,2}[/.]\d{1,2}[/.](?:1[5-9]|20)\d\d)(?![\d/])"
        scales = _any_of(self.scales)
        if self.language == "en":
            yield (
                rf"(?<!\w)(?:(?P<wd>{days})s?,? )?(?P<mo>{months})\.? (?P<d>{_DAY})"
                rf"(?:(?: ?- ?| and | to |, )(?P<d2>{_DAY})(?! ?[ap]\.?m\b))?(?:,? (?P<y>{_YEAR}))?(?!\w)"
            )
        yield (
            rf"(?<!\w)(?:(?P<wd2>{days})s?,? {_ARTICLE})?(?:the )?(?P<e>{day})"
            rf"(?:(?: ?- ?| and | to | und | bis | y | al | a | e |/)(?P<e2>{day}))? ?(?:of |de |di )?"
            rf"(?P<mo2>{months})\.?(?:,? (?:de |del |of )?(?P<y2>{_YEAR}))?(?!\w)"
        )
        yield rf"(?<!\w)(?P<mo3>{months})\.?(?:,? (?:de |del |of )?(?P<y3>{_YEAR}))?(?!\w)"
        yield rf"(?<!\w)(?P<wd4>{days})s?(?!\w)"
        if self.language == "en":
            yield r"(?<![\d/])(?P<us>\d{1,2}/\d{1,2}/(?:1[5-9]|20)\d\d)(?![\d/])"
        if self.language == "de":
            yield r"(?<![\d.])(?P<dm>\d{1,2}\.\d{1,2}\.)(?!\d)|(?<!\d)(?P<century>\d{1,2})\.(?= jahrhundert)"
        yield from self._times()
        yield r"siglo (?P<roman>[ivx]+)(?!\w)|(?<!\w)(?P<roman2>[ivx]+)(?= secolo)"
        yield r"(?<!\w)'?(?P<nineties>[2-9]0)s(?!\w)"
        yield rf"(?<![\w$€£])(?P<cur>{_CURRENCY}) ?(?P<sum>{_FIGURE})(?: ?-?(?P<sumscale>{scales})(?!\w))?"
        yield (
            rf"(?<![\w.,])(?P<num>{_FIGURE})(?:(?P<rank>st|nd|rd|th|º|ª)(?!\w)| ?-?(?P<scale>{scales})(?!\w))?"
            r"(?P<hy>-(?=[a-zà-ÿ]))?"
        )
        yield rf"(?<!\w)(?P<phrase>{_any_of(word for word in self.words if ' ' in word or '-' in word)})(?!\w)"
        atoms = _any_of(self.atoms)
        yield rf"(?<![\w-])(?P<spelled>(?:{atoms})(?:(?:{joins})(?:{atoms})){{0,8}})(?:(?P<hy2>-(?=[a-z]))|(?![^\W_]))"
        yield r"(?<![^\W_])(?P<word>[^\W\d_]+)(?![^\W_])"

    def _times(self) -> Iterable[str]:
        if self.language == "en":
            yield (
                r"(?<![\w.:])(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?(?: ?(?P<half>[ap])\.?m\b\.?)?"
                r"(?: ?- ?| to | and | until )"
                r"(?P<h2>\d{1,2})(?:[:.](?P<m2>\d\d))? ?(?P<half2>[ap])\.?m\b\.?"
                r"|(?<![\w.:])(?P<h3>\d{1,2})(?:[:.](?P<m3>\d\d))?(?: ?(?P<half3>[ap])\.?m\b\.?| o'clock)"
            )
        elif self.language == "de":
            yield r"(?<![\w.:])(?P<h3>\d{1,2})(?:[:.](?P<m3>\d\d))? uhr(?!\w)"
        else:
            yield r"(?<=\blas )(?P<h3>\d{1,2})(?:[:.](?P<m3>\d\d))(?!\d)"
            yield r"(?<=\bore )(?P<h4>\d{1,2})(?:[:.,](?P<m4>\d\d))?(?!\d)"
            yield r"(?<=\balle )(?P<h5>\d{1,2})(?:[:.,](?P<m5>\d\d))?(?![\d%])"

    def _instead(self, match: re.Match[str], raw: str) -> str | None:
        kind = match.lastgroup or ""
        found = {name: value for name, value in match.groupdict().items() if value is not None}
        if kind.startswith(("mo", "d", "y", "e", "wd")) and kind != "dm":
            return self._date(match, found, raw)
        if "full" in found:
            return None
        if "us" in found:
            first, second, year = map(int, found["us"].split("/"))
            orders = {(d, m) for d, m in ((second, first), (first, second)) if 1 <= m <= 12}
            return ", ".join(f"{d} {MONTHS[m - 1]} {year}" for d, m in sorted(orders))
        if "dm" in found:
            day, month = (int(part) for part in found["dm"].rstrip(".").split("."))
            return f"{day} {MONTHS[month - 1]} " if 1 <= month <= 12 else None
        for name in ("century", "roman", "roman2"):
            if name in found:
                return f"{found[name]}e" + (" siècle" if name == "roman" else "")
        if any(name.startswith("h") and name[1:].isdigit() for name in found):
            return _clock(found)
        return self._number(match, found)

    def _number(self, match: re.Match[str], found: dict[str, str]) -> str | None:
        if "nineties" in found:
            return f"{found['nineties']}, 19{found['nineties']}"
        if "sum" in found:
            currency = found["cur"][-1] if found["cur"][-1] in "$€£" else found["cur"]
            scale = self.scales.get(found.get("sumscale", ""), "")
            return f"{_joined(self._figure(found['sum']), scale)} {currency}"
        if "num" in found:
            figure = self._figure(found["num"])
            if "rank" in found:
                return f"{figure}e"
            return _joined(figure, self.scales.get(found.get("scale", ""), "")) + (" " if "hy" in found else "")
        if "phrase" in found:
            return self.words[found["phrase"]]
        if "spelled" in found:
            value = self._value(found["spelled"])
            return None if value is None else f"{value}{_decades(match, value)}" + (" " if "hy2" in found else "")
        return self.words.get(found["word"]) or self.scales.get(found["word"] if len(found["word"]) > 2 else "")

    def _date(self, match: re.Match[str], found: dict[str, str], raw: str) -> str | None:
        month = next((self.months[found[name]] for name in ("mo", "mo2", "mo3") if name in found), "")
        if "mo3" in found:
            # "may", "march" and "mar" are other words too; so is "mai" within a name. A month has its capital.
            proper = self.language in {"es", "it"} or raw[match.start("mo3")].isupper()
            return f"en {month} {found.get('y3', '')}".rstrip() if proper else None
        day = next((self.days[found[name]] for name in ("wd", "wd2", "wd4") if name in found), "")
        if not month:
            return day
        first = next((found[name] for name in ("d", "e") if name in found), "")
        more = next((found[name] for name in ("d2", "e2") if name in found), "")
        year = next((found[name] for name in ("y", "y2") if name in found), "")
        days = " et ".join(re.sub(r"\D", "", one) or "1" for one in (first, more) if one)
        return " ".join(part for part in (day, days, month, year) if part)

    def _figure(self, written: str) -> str:
        """A figure with a decimal comma and no grouping."""
        figure = written.replace(" ", "").replace("'", "")
        group = "," if self.decimal == "." else "."
        if self.language == "es" and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
            group = ","
        whole = re.fullmatch(rf"(\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)(?:[.,](\d+))?", figure)
        if whole:
            digits, decimals = whole.group(1).replace(group, ""), whole.group(2)
        else:
            digits, _, decimals = figure.replace(",", ".").partition(".")
        return f"{digits},{decimals}" if decimals else digits

    def _value(self, spelled: str) -> int | None:
        """The number that words spell; None for "one", which is an article as well."""
        total = group = 0
        for atom in re.findall(_any_of(self.atoms), spelled):
            value = self.atoms[atom]
            if value == 1000:
                total, group = total + max(group, 1) * 1000, 0
            elif value == 100:
                group = max(group, 1) * 100
            else:
                group += value
        return None if total + group == 1 else total + group


def _numbered(groups: str, french: Iterable[str]) -> dict[str, str]:
    return {word: name for group, name in zip(groups.split(), french, strict=True) for word in group.split("|")}


def _atoms(data: dict[str, Any]) -> dict[str, int]:
    found = {word: n for n, group in enumerate(data["atoms"].split(), 1) for word in group.split("|")}
    found |= {word: 10 * n for n, group in enumerate(data["tens"].split(), 2) for word in group.split("|")}
    found |= dict.fromkeys(data["hundred"].split("|"), 100) | data.get("hundreds", {})
    return found | dict.fromkeys(data["thousand"].split("|"), 1000)


def _decades(match: re.Match[str], count: int) -> str:
    """ "Two decades" are twenty years as well."""
    return f", {10 * count} ans, " if _DECADES.match(match.string, match.end()) else ""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _joined(figure: str, scale: str) -> str:
    """ "2 trillion" are 2000 milliards."""
    if not scale:
        return figure
    return f"{figure}{scale}" if scale.startswith("000") and "," not in figure else f"{figure} {scale}"


def _clock(found: dict[str, str]) -> str:
    """Times of day on 24 hours; "3 to 5 pm" has both after noon."""
    if "h2" in found:
        end = _hour(found["h2"], found["half2"])
        half = found.get("half") or found["half2"]
        start = _hour(found["h"], half)
        start = start if start <= end or "half" in found else _hour(found["h"], "a")
        return f"{_time(start, found.get('m'))} à {_time(end, found.get('m2'))}"
    name = next(key for key in ("h3", "h4", "h5") if key in found)
    return _time(_hour(found[name], found.get("half3", "")), found.get(f"m{name[1]}"))


def _hour(hour: str, half: str) -> int:
    return int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)


def _time(hour: int, minutes: str | None) -> str:
    return f"{hour} h {minutes}" if minutes and minutes != "00" else f"{hour} h"

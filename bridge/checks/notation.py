"""Text of another language with its dates, times, numbers and units written as French writes them.

The readers of French dates and quantities then read what an English, German, Spanish or Italian source says. Words
that they do not know stay as they are; the result is for reading facts, and never shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from bridge.article.language import Language
from bridge.checks.clock import clock, dotted, hours
from bridge.checks.conventions import Conventions, conventions
from bridge.checks.dates import MONTHS
from bridge.checks.text import fold

_GERMAN = re.compile(r"„[^„“”\n]{1,3000}[“”]|»[^«»\n]{1,3000}«|‚[^‚‘\n]{1,3000}‘")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[^\W_])(?:[^‘’'\n]|(?<=\w)[’'](?=\w)){6,3000}[’'](?![\w’'])")
_DECADES = re.compile(r" (?:decades|jahrzehnten?|décadas|decenni)(?!\w)")
#: The groups of a date, by the pattern that found it.
_DATED = frozenset(["wd", "mo", "d", "wd2", "mo2", "e", "mo3", "wd4"])


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
    return _Reader(conventions(language)).read(folded, raw)


def with_french_marks(raw: str, language: Language) -> str:
    """`raw`, as long as it is, with quotation marks that open and close as French ones do: „…“, »…« and ‘…’."""
    if language == "fr":
        return raw
    if language == "de":
        raw = _GERMAN.sub(lambda found: f"«{found.group()[1:-1]}»", raw)
    return _SINGLE.sub(lambda found: f"«{found.group()[1:-1]}»", raw)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Writes texts of one language anew."""

    ways: Conventions

    def read(self, folded: str, raw: str) -> Notation:
        """`folded`, written anew."""
        parts: list[str] = []
        places: list[tuple[int, int, bool]] = []
        last = 0
        for match in self.ways.pattern.finditer(folded):
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

    def _instead(self, match: re.Match[str], raw: str) -> str | None:
        found = {name: value for name, value in match.groupdict().items() if value is not None}
        if found.keys() & _DATED:
            return self._date(match, found, raw)
        if found.keys() & {"full", "us", "dm"}:
            return _in_figures(found)
        for name in ("century", "roman", "roman2"):
            if name in found:
                return f"{found[name]}e" + (" siècle" if name == "roman" else "")
        if "hour" in found:
            return hours(found, self.ways.atoms)
        if "dotted" in found:
            return dotted(found["dotted"])
        if any(name.startswith("h") and name[1:].isdigit() for name in found):
            return clock(found)
        return self._number(match, found)

    def _number(self, match: re.Match[str], found: dict[str, str]) -> str | None:
        if years := _years(found):
            return years
        if "past" in found:
            hour = self.ways.atoms[found["past"]]
            return f"{hour} h 30, {hour + 12} h 30"
        if "sum" in found:
            currency = found["cur"][-1] if found["cur"][-1] in "$€£" else found["cur"]
            scale = self.ways.scales.get(found.get("sumscale", ""), "")
            amount = _joined(self._figure(found["sum"]), scale)
            # French says "livres" alone where it is clear whose.
            return f"{amount} {currency}, {amount} livres" if currency == "£" else f"{amount} {currency}"
        if "num" in found:
            figure = self._figure(found["num"])
            if "rank" in found:
                return f"{figure}e"
            return _joined(figure, self.ways.scales.get(found.get("scale", ""), "")) + (" " if "hy" in found else "")
        if "phrase" in found:
            return self.ways.words[found["phrase"]]
        if "spelled" in found:
            value = self._value(found["spelled"])
            return None if value is None else f"{value}{_decades(match, value)}" + (" " if "hy2" in found else "")
        return self.ways.words.get(found["word"]) or self.ways.scales.get(
            found["word"] if len(found["word"]) > 2 else ""
        )

    def _date(self, match: re.Match[str], found: dict[str, str], raw: str) -> str | None:
        month = next((self.ways.months[found[name]] for name in ("mo", "mo2", "mo3") if name in found), "")
        if "mo3" in found:
            # "may", "march" and "mar" are other words too; so is "mai" within a name. A month has its capital.
            proper = self.ways.language in {"es", "it"} or raw[match.start("mo3")].isupper()
            return f"en {month} {found.get('y3', '')}".rstrip() if proper else None
        day = next((self.ways.days[found[name]] for name in ("wd", "wd2", "wd4") if name in found), "")
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
        group = "," if self.ways.decimal == "." else "."
        if self.ways.language == "es" and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
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
        for atom in self.ways.atom.findall(spelled):
            value = self.ways.atoms[atom]
            if value == 1000:
                total, group = total + max(group, 1) * 1000, 0
            elif value == 100:
                group = max(group, 1) * 100
            else:
                group += value
        return None if total + group == 1 else total + group


def _years(found: dict[str, str]) -> str:
    """ "The 90s", "the mid-1990s" and "'19", as full years; "his 60s" are no years, and stay as well."""
    if "nineties" in found:
        return f"{found['nineties']}, 19{found['nineties']}"
    if "short" in found:
        return f"20{found['short']}, 19{found['short']}"
    return f" {found['decade']}" if "decade" in found else ""


def _in_figures(found: dict[str, str]) -> str | None:
    """A date in figures; one that may be of two days in English is both."""
    if "us" in found:
        first, second, year = map(int, found["us"].split("/"))
        orders = {(d, m) for d, m in ((second, first), (first, second)) if 1 <= m <= 12}
        return ", ".join(f"{d} {MONTHS[m - 1]} {year}" for d, m in sorted(orders)) or None
    if "dm" in found:
        day, month = (int(part) for part in found["dm"].rstrip(".").split("."))
        return f"{day} {MONTHS[month - 1]} " if 1 <= month <= 12 else None
    return None


def _decades(match: re.Match[str], count: int) -> str:
    """ "Two decades" are twenty years as well."""
    return f", {10 * count} ans, " if _DECADES.match(match.string, match.end()) else ""


def _joined(figure: str, scale: str) -> str:
    """ "1.2 trillion" are 1200 milliards."""
    if scale.startswith("000 "):
        value = 1000 * Fraction(figure.replace(",", "."))
        return f"{float(value):f}".rstrip("0").rstrip(".").replace(".", ",") + scale.removeprefix("000")
    return f"{figure} {scale}" if scale else figure

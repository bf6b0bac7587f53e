"""How English, German, Spanish and Italian write dates, times and numbers: word lists, and one pattern of them all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from bridge.article.language import Language
from bridge.checks.dates import MONTHS, WEEKDAYS

_CURRENCY = r"(?:us|au?|ca?|nz|hk)?[$€£]|chf|eur|usd"
_FIGURE = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,9})?(?!\d)|\d{1,18}(?:[.,]\d{1,9})?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|º|°)?(?!\d)|primero|primo"
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_ARTICLE = r"(?:the |der |dem |den |el |il |am )?"

#: What stands before an hour, a half, a quarter, and what says that it is one after noon.
_CLOCKS: dict[str, tuple[str, str, str, str]] = {
    "es": (r"(?<=\blas )", "y media", "y cuarto", "de la tarde|de la noche"),
    "it": (r"(?:(?<=\balle )|(?<=\bdalle )|(?<=\bore ))", "e mezz[ao]", "e un quarto", "di sera|del pomeriggio"),
}


class Conventions:
    """One language's, compiled. The names of the groups of `pattern` say what was found."""

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
        self.atom = re.compile(_any_of(self.atoms))
        self.pattern = re.compile("|".join((*self._dates(), *self._times(), *self._numbers(data["joins"]))))

    def _dates(self) -> Iterable[str]:
        months, days = _any_of(self.months), _any_of(self.days)
        day = rf"\d{{1,2}}\.|{_DAY}" if self.language == "de" else _DAY
        if self.language != "en":
            yield r"(?<![\d/.])(?P<full>\d{1,2}[/.]\d{1,2}[/.](?:1[5-9]|20)\d\d)(?![\d/])"
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
        part = "(?:vor|nach)?(?:morgen|mittag|abend|nacht|früh)s?" if self.language == "de" else "s"
        yield rf"(?<!\w)(?P<wd4>{days})(?:{part})?(?!\w)"
        if self.language == "en":
            yield r"(?<![\d/])(?P<us>\d{1,2}/\d{1,2}/(?:1[5-9]|20)\d\d)(?![\d/])"
        if self.language == "de":
            yield r"(?<![\d.])(?P<dm>\d{1,2}\.\d{1,2}\.)(?!\d)|(?<!\d)(?P<century>\d{1,2})\.(?= jahrhundert)"

    def _times(self) -> Iterable[str]:
        if self.language == "en":
            yield rf"half past (?P<past>{_any_of(list(self.atoms)[:12])})(?!\w)"
            yield (
                r"(?<![\w.:])(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?(?: ?(?P<half>[ap])\.?m\b\.?)?"
                r"(?: ?- ?| to | and | until )"
                r"(?P<h2>\d{1,2})(?:[:.](?P<m2>\d\d))? ?(?P<half2>[ap])\.?m\b\.?"
                r"|(?<![\w.:])(?P<h3>\d{1,2})(?:[:.](?P<m3>\d\d))?(?: ?(?P<half3>[ap])\.?m\b\.?| o'clock)"
            )
        elif self.language == "de":
            yield r"(?<![\w.:])(?P<h3>\d{1,2})(?:[:.](?P<m3>\d\d))? uhr(?!\w)"
        else:
            hours = _any_of(word for word, n in self.atoms.items() if 1 < n < 20)
            before, half, quarter, late = _CLOCKS[self.language]
            yield (
                rf"{before}(?P<hour>\d{{1,2}}|(?:{hours})(?!\w))"
                rf"(?:[:.,](?P<minutes>[0-5]\d)|(?P<half> {half})|(?P<quarter> {quarter}))?(?P<late> (?:{late}))?"
                rf"(?!\w|[.,:]\d| ?%| (?:{_any_of([*self.scales, *self.atoms])})(?!\w))"
            )
            yield r"(?<![\w.,:/])(?P<dotted>(?:[01]?\d|2[0-4])[.:][0-5]\d)(?![\d.,:/]*\d| ?%)"

    def _numbers(self, joins: str) -> Iterable[str]:
        scales, atoms = _any_of(self.scales), _any_of(self.atoms)
        yield r"siglo (?P<roman>[ivx]+)(?!\w)|(?<!\w)(?P<roman2>[ivx]+)(?= secolo)"
        yield r"(?<!\w)'?(?P<nineties>[2-9]0)s(?!\w)|(?<!\d)(?P<decade>(?:1[0-9]|20)\d0)s(?!\w)"
        yield r"(?<=\s)'(?P<short>\d\d)(?![\w'])"
        yield rf"(?<![\w$€£])(?P<cur>{_CURRENCY}) ?(?P<sum>{_FIGURE})(?: ?-?(?P<sumscale>{scales})(?!\w))?"
        yield (
            rf"(?<![\w.,])(?P<num>{_FIGURE})(?:(?P<rank>st|nd|rd|th|º|ª)(?!\w)| ?-?(?P<scale>{scales})(?!\w))?"
            r"(?P<hy>-(?=[a-zà-ÿ]))?"
        )
        yield rf"(?<!\w)(?P<phrase>{_any_of(word for word in self.words if not word.isalpha())})(?!\w)"
        yield rf"(?<![\w-])(?P<spelled>(?:{atoms})(?:(?:{joins})(?:{atoms})){{0,8}})(?:(?P<hy2>-(?=[a-z]))|(?![^\W_]))"
        yield r"(?<![^\W_])(?P<word>[^\W\d_]+)(?![^\W_])"


@cache
def conventions(language: Language) -> Conventions:
    """Those of `notation.toml` for `language`, which is not French."""
    data = tomllib.loads((files("bridge.checks") / "data" / "notation.toml").read_text(encoding="utf-8"))
    return Conventions(language, data[language])


def _numbered(groups: str, french: Iterable[str]) -> dict[str, str]:
    return {word: name for group, name in zip(groups.split(), french, strict=True) for word in group.split("|")}


def _atoms(data: dict[str, Any]) -> dict[str, int]:
    found = {word: n for n, group in enumerate(data["atoms"].split(), 1) for word in group.split("|")}
    found |= {word: 10 * n for n, group in enumerate(data["tens"].split(), 2) for word in group.split("|")}
    found |= dict.fromkeys(data["hundred"].split("|"), 100) | data.get("hundreds", {})
    return found | dict.fromkeys(data["thousand"].split("|"), 1000)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

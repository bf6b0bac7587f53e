"""No-break spaces that polytypo leaves out: currencies, dates, titles, large numbers, hours, centuries, pages.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (France, Belgium); Office
québécois de la langue française, Banque de dépannage linguistique (Canada); Guide du typographe, Association
suisse des typographes (Switzerland: narrow spaces at the colon and within guillemets too).
"""

from __future__ import annotations

import re

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_COUNTED = (
    "€|euros?|dollars?|francs?|livres|habitants?|personnes|visiteurs|spectateurs|manifestants|électeurs|élèves"
    "|étudiants|salariés|emplois|logements|kilomètres|km|mètres|hectares|tonnes|kg|litres|exemplaires|entreprises"
    "|abonnés|voix|morts|blessés|signatures"
)

_SIGN = re.compile(r"(?<=\d)[ \u00a0\u202f]?(?=[€$£%‰](?!\w)|°[CF]\b)")
_DATE = re.compile(rf"(?<![\w\d])(1er|[12]?\d|3[01])[ \u202f](?=(?:{_MONTHS})\b)", re.IGNORECASE)
_TITLE = re.compile(r"(?<!\w)(Drs?|Prs?|Me|Mes|Mgr|Mmes?|Mlles?|MM?\.) (?=[A-ZÀ-ÖØ-Þ])")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_LARGE = re.compile(rf"(?<![\w.,/#\u00a0\u202f-])\d{{5,15}}(?=[ \u00a0\u202f](?:de )?(?:{_COUNTED})(?!\w))")
_HOUR = re.compile(r"(?<![\w,.])(\d{1,2})[ \u202f]h(?:[ \u202f]([0-5]\d))?(?!\w)")
_CENTURY = re.compile(r"(?<!\w)([IVX]+(?:er?|ᵉ))[ \u202f](?=siècles?\b)")
_PAGE = re.compile(r"(?<!\w)(pp?\.)[ \u202f](?=\d)")
_SWISS = re.compile(r"\u00a0(?=[:»])|(?<=«)\u00a0")
_DOUBLE = re.compile(r" +(?=[\u00a0\u202f])|(?<=[\u00a0\u202f]) +")


def space(text: str, locale: str, narrow: str) -> str:
    """`text` with these spaces; `narrow` is the sign that is used for a narrow no-break space."""
    if any(sign.isdigit() for sign in text):
        text = _numbers(text, narrow)
    text = _TITLE.sub("\\1\u00a0", text)
    text = _DOUBLE.sub("", _CENTURY.sub("\\1\u00a0", text))
    return _SWISS.sub(narrow, text) if locale.lower().endswith("ch") else text


def _numbers(text: str, narrow: str) -> str:
    text = _SIGN.sub("\u00a0", text)
    text = _DATE.sub("\\1\u00a0", text)
    text = _LARGE.sub(lambda found: f"{int(found[0]):,}".replace(",", narrow), text)
    text = _GROUPS.sub(lambda found: re.sub(r"[ \u00a0\u202f]", narrow, found[0]), text)
    text = _HOUR.sub(lambda found: f"{found[1]}\u00a0h" + (f"\u00a0{found[2]}" if found[2] else ""), text)
    return _PAGE.sub("\\1\u00a0", text)

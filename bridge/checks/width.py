"""How wide a title is in search results: Arial, 20 pixels, by the widths of Adobe's Helvetica metrics (Arial's own)."""

from __future__ import annotations

import unicodedata

#: Search engines cut a title beyond this many pixels.
MAX_TITLE_WIDTH = 600
_PIXELS = 20

# Thousandths of an em, by groups of characters; anything else counts as a digit.
_GROUPS = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[\\]ft\u00a0\u202f", 333: "()-`r“”", 334: "{}", 355: '"',
    389: "*", 400: "°", 469: "^", 500: "Jckcsvxyz", 556: "#$?L_abdeghnopqu0123456789«»–€", 584: "+<=>~",
    611: "FTZ", 667: "ABEKPSVXY&",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "Wœ", 1000: "—…Œ", 1015: "@",
}  # fmt: skip
_WIDTHS = {character: width for width, characters in _GROUPS.items() for character in characters}


def title_width(title: str) -> int:
    """The width of `title` in pixels; accented letters are as wide as their base."""
    return round(sum(_width(character) for character in title) * _PIXELS / 1000)


def _width(character: str) -> int:
    known = _WIDTHS.get(character)
    return known if known is not None else _WIDTHS.get(unicodedata.normalize("NFD", character)[0], 556)

"""The units of measure that French texts use: of money, length, area, volume, mass, energy, time …"""

from __future__ import annotations

from fractions import Fraction

#: unit as written -> (dimension, factor to its base unit)
UNITS: dict[str, tuple[str, Fraction]] = {}


def _units(dimension: str, **names: str) -> None:
    for factor, written in names.items():
        value = Fraction(factor[1:].replace("_", "/"))
        UNITS.update(dict.fromkeys(written.split("|"), (dimension, value)))


_units("%", x1="%|pour cent|pourcent|p. cent|p. 100|pourcents")
_units("points", x1="point|points|pts")
_units(
    "€", x1="€|euro|euros|eur", x1000="k€", x1000000="m€|meur", x1000000000="md€|mds€|mrd€", x1_100="centime|centimes"
)
_units("$", x1="$|dollar|dollars|usd", x1000000="m$")
_units("£", x1="£|livres sterling")
_units("CHF", x1="chf|francs suisses")
_units("F", x1="francs|franc")
_units("couronnes", x1="couronne|couronnes")
_units(
    "m",
    x1="m|mètre|mètres",
    x1000="km|kilomètre|kilomètres",
    x1_100="cm|centimètre|centimètres",
    x1_1000="mm|millimètre|millimètres",
)
_units(
    "m²",
    x1="m²|m2|mètres carrés|mètre carré",
    x10000="ha|hectare|hectares",
    x1000000="km²|km2|kilomètres carrés|kilomètre carré",
)
_units("m³", x1="m³|m3|mètres cubes|mètre cube")
_units("km/h", x1="km/h|kilomètres-heure|kilomètres par heure|km par heure|kilomètres à l'heure|kilomètre-heure")
_units(
    "g",
    x1="g|gramme|grammes",
    x1000="kg|kilo|kilos|kilogramme|kilogrammes",
    x1000000="t|tonne|tonnes",
    x1_1000="mg|milligramme|milligrammes",
)
_units(
    "l",
    x1="l|litre|litres",
    x1_100="cl|centilitre|centilitres",
    x1_1000="ml|millilitre|millilitres",
    x1_10="dl|décilitre|décilitres",
    x100="hl|hectolitre|hectolitres",
)
_units("°C", x1="°c|°|degré|degrés|degrés celsius|degré celsius|ºc")
_units(
    "W",
    x1="w|watt|watts",
    x1000="kw|kilowatt|kilowatts",
    x1000000="mw|mégawatt|mégawatts",
    x1000000000="gw|gigawatts|gigawatt",
)
_units("Wh", x1="wh", x1000="kwh|kilowattheure|kilowattheures", x1000000="mwh|mégawattheures", x1000000000="gwh")
_units("min", x1="min|mn|minute|minutes", x60="h|heure|heures", x1_60="s|seconde|secondes|sec")
_units("jours", x1="jour|jours", x7="semaine|semaines")
_units("mois", x1="mois", x12="an|ans|année|années")
_units("siècles", x1="siècle|siècles")
_units("octets", x1="octet|octets|o", x1000="ko", x1000000="mo", x1000000000="go", x1000000000000="to")

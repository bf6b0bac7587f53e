"""One fact exchanged in a faithful translation: an error, whatever the fact."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bridge.article import Article, clean, parse
from bridge.article.model import Brief, Draft, Finding
from bridge.article.translation import marked
from bridge.checks import check

ARTICLES = Path(__file__).parents[1] / "claude_articles"

#: Article, words of its translation, what stands there instead.
WRONG = [
    ("english", "1 280", "1 380"),
    ("english", "47 homardiers", "74 homardiers"),
    ("english", "3 novembre 2025", "4 novembre 2025"),
    ("english", "1931", "1913"),
    ("english", "23 miles", "23 kilomètres"),
    ("english", "23 miles", "37 kilomètres"),
    ("english", "40 minutes", "45 minutes"),
    ("english", "1,2 million", "1,3 million"),
    ("english", "58 ans", "59 ans"),
    ("english", "depuis mars", "depuis mai"),
    ("english", "6,5 millions", "6,8 millions"),
    ("english", "80 %", "90 %"),
    ("english", "Luis Ortega", "Luis Ortiz"),
    ("english", "Luis Ortega", "Marc Dupont"),
    ("english", "a-t-il raconté", "a raconté Rachel Nguyen"),
    ("english", "a-t-elle ajouté", "a ajouté Tom Achterberg"),
    ("english", "En septembre", "En octobre"),
    ("english", "6 h 40", "7 h 40"),
    ("english", "11 fois", "12 fois"),
    ("english", "312", "412"),
    ("english", "31 millions", "31 milliards"),
    ("english", "mardi 8 décembre", "mercredi 8 décembre"),
    ("english", "19 heures", "20 heures"),
    ("english", "en janvier.", "en février."),
    ("english", "jeudi du mois", "vendredi du mois"),
    (
        "english",
        "le cabinet du gouverneur n’a pas fixé de date.",
        "« Nous n’avons pas encore fixé de date », a dit le gouverneur.",
    ),
    (
        "english",
        "et juge qu’un pont tournant lâchera forcément de nouveau.",
        "et dit : « Un pont tournant lâchera forcément de nouveau. »",
    ),
    ("english", "« Vous payez", "« You are paying for a museum piece. Vous payez"),
    ("english", "Tom Achterberg", "Tom Achtenberg"),
    ("english", "vagues dépassent cinq pieds", "vagues dépassent six pieds"),
    ("german", "18 400", "18 500"),
    ("german", "5 octobre", "6 octobre"),
    ("german", "1,8 million", "2,8 millions"),
    ("german", "2,35 millions", "2,53 millions"),
    ("german", "mardi", "mercredi"),
    ("german", "62 passagers", "72 passagers"),
    ("german", "145", "154"),
    ("german", "43 ans", "34 ans"),
    ("german", "22 h 30", "23 h 30"),
    ("german", "vingt minutes", "trente minutes"),
    ("german", "24 euros", "26 euros"),
    ("german", "1er mars 2027", "1er mars 2028"),
    ("german", "3,50 euros", "3,80 euros"),
    ("german", "600 000", "800 000"),
    ("german", "janvier", "février"),
    ("german", "900", "800"),
    ("german", "1 150", "1 250"),
    ("german", "730", "830"),
    ("german", "dit-il", "dit Jonas Brandt"),
    ("german", "a affirmé Jonas Brandt", "a affirmé Annette Pohl"),
    ("german", "Mehmet Yildirim", "Mehmet Yilderim"),
    ("german", "20 heures", "22 heures"),
    ("german", "14 décembre", "15 décembre"),
    ("german", "18 heures", "19 heures"),
    (
        "german",
        "Depuis octobre, elle réalise un quart de chiffre d’affaires en moins.",
        "« Mon chiffre d’affaires a baissé d’un quart depuis octobre », dit-elle.",
    ),
    ("spanish", "1 386", "1 368"),
    ("spanish", "1958", "1985"),
    ("spanish", "mardi 14 octobre", "mardi 15 octobre"),
    ("spanish", "mardi 14 octobre", "mercredi 14 octobre"),
    ("spanish", "trente et un ans", "vingt et un ans"),
    ("spanish", "En juin", "En juillet"),
    ("spanish", "en août", "en mai"),
    ("spanish", "6 400 euros", "6 800 euros"),
    ("spanish", "environ 900", "environ 800"),
    ("spanish", "34,5 %", "35,4 %"),
    ("spanish", "vingt et quarante minutes", "vingt et cinquante minutes"),
    ("spanish", "48 000 euros", "84 000 euros"),
    ("spanish", "2 130", "2 310"),
    ("spanish", "trois ans", "quatre ans"),
    ("spanish", "dix-sept images", "seize images"),
    ("spanish", "mars 1934", "mai 1934"),
    ("spanish", "112 ans", "102 ans"),
    ("spanish", "17 h 30", "18 h 30"),
    ("spanish", "20 heures", "21 heures"),
    ("spanish", "le lundi et le jeudi", "le lundi et le vendredi"),
    ("spanish", "soixante tirages", "cinquante tirages"),
    ("spanish", "8 mars 2026", "9 mars 2026"),
    ("spanish", "12,50 euros", "15,20 euros"),
    ("spanish", "Itziar Gaztelu", "Itziar Gastelu"),
    ("spanish", "Julián Merino", "Julián Moreno"),
    ("spanish", "Gonzalo Ibarrondo", "Gonzalo Ibarra"),
    ("spanish", "assure-t-elle", "assure Amparo"),
    ("italian", "240 °C", "250 °C"),
    ("italian", "Depuis 1997", "Depuis 1979"),
    ("italian", "850 grammes", "580 grammes"),
    ("italian", "2,40 euros", "4,20 euros"),
    ("italian", "500 g", "600 g"),
    ("italian", "360 ml", "390 ml"),
    ("italian", "25 °C", "35 °C"),
    ("italian", "9 g de sel", "90 g de sel"),
    ("italian", "3 g de levure", "5 g de levure"),
    ("italian", "1 g de levure", "2 g de levure"),
    ("italian", "10 à 12 heures", "10 à 14 heures"),
    ("italian", "24 degrés", "26 degrés"),
    ("italian", "36 heures", "48 heures"),
    ("italian", "quart d’heure", "demi-heure"),
    ("italian", "45 minutes", "55 minutes"),
    ("italian", "30 minutes", "35 minutes"),
    ("italian", "15 à 20 minutes", "15 à 25 minutes"),
    ("italian", "220 °C", "210 °C"),
    ("italian", "96 °C", "98 °C"),
    ("italian", "deux heures", "trois heures"),
    ("italian", "quatre jours", "cinq jours"),
    ("italian", "trois mois", "six mois"),
    ("italian", "Nives Tarabocchia utilise", "Nives Tarabocci utilise"),
    ("italian", "une heure, le pli", "trois heures, le pli"),
]
#: What is only pointed out: names may have a French form, a figure may be said twice, a quotation cut.
DOUBTFUL = [
    ("english", "13,4 millions", "6,5 millions"),
    ("english", "Londres", "Paris"),
    ("english", "Portland", "Boston"),
    ("english", "vagues dépassent cinq pieds", "vagues dépassent cinq mètres"),
    ("german", "Dresde", "Leipzig"),
    ("german", "Annette Pohl", "Anne Muller"),
    ("spanish", "deux portraits", "trois portraits"),
    ("spanish", "Pilar Ondarra", "Itziar Gaztelu"),
    ("spanish", "Burgos", "Madrid"),
    ("italian", "dizaine d’élèves", "vingtaine d’élèves"),
    ("italian", "moulin Orsini", "moulin Orlandi"),
    ("italian", "Gradisca di Sotto", "Gradisca di Sopra"),
    ("italian", "Ne pétrissez pas.", "« Ne pétrissez pas trop », dit-elle."),
]


@cache
def translated(name: str) -> tuple[Article, Draft, Brief]:
    """A recorded translation with its source."""
    told = tomllib.loads((ARTICLES / f"{name}.toml").read_text("utf-8"))
    article = clean(parse((ARTICLES / f"{name}.html").read_text("utf-8")))
    answer = json.loads((ARTICLES / "recorded" / f"{name}.json").read_text("utf-8"))["answers"][0]
    draft = Draft.model_validate({**answer["head"], "blocks": answer["blocks"]})
    return article, marked(article, draft), Brief(title=told["title"])


def new_findings(name: str, right: str, wrong: str) -> list[Finding]:
    """What the checks say of the translation with `wrong` for `right`, besides what they say of it anyway."""
    article, draft, brief = translated(name)
    pattern = re.escape(right).replace("\\ ", "[ \u00a0\u202f]")
    changed, count = re.subn(pattern, lambda _: wrong, draft.model_dump_json())
    assert count, right
    known = {(found.check, found.message) for found in check(article, draft, brief).findings}
    found = check(article, Draft.model_validate_json(changed), brief).findings
    facts = [one for one in found if one.check.startswith(("fidelity.", "language."))]
    return [one for one in facts if (one.check, one.message) not in known]


@pytest.mark.parametrize(("name", "right", "wrong"), WRONG)
def test_a_wrong_fact_is_an_error(name: str, right: str, wrong: str) -> None:
    """Numbers, units, dates, times, people, speakers and made-up quotations do not pass in a translation."""
    assert "error" in {found.severity for found in new_findings(name, right, wrong)}


@pytest.mark.parametrize(("name", "right", "wrong"), DOUBTFUL)
def test_a_doubtful_fact_is_pointed_out(name: str, right: str, wrong: str) -> None:
    """What may be right is a warning, never nothing."""
    assert "warning" in {found.severity for found in new_findings(name, right, wrong)}

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
    ("english", "a raconté Tom Achterberg", "a raconté Rachel Nguyen"),
    ("english", "a déclaré Ellen Farraday", "a déclaré Tom Achterberg"),
    ("english", "en septembre", "en octobre"),
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
        "Les services du gouverneur n’ont pas fixé de date.",
        "« Nous n’avons pas encore fixé de date », a dit le gouverneur.",
    ),
    (
        "english",
        "Selon elle, un pont tournant retombera forcément en panne.",
        "« Un pont tournant retombera forcément en panne », dit-elle.",
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
        "Son chiffre d’affaires a baissé d’un quart depuis octobre.",
        "« Mon chiffre d’affaires a baissé d’un quart depuis octobre », dit-elle.",
    ),
]
#: What is only pointed out: names may have a French form, and a figure may be said twice.
DOUBTFUL = [
    ("english", "13,4 millions", "6,5 millions"),
    ("english", "Londres", "Paris"),
    ("english", "Portland", "Boston"),
    ("english", "vagues dépassent cinq pieds", "vagues dépassent cinq mètres"),
    ("german", "Dresde", "Leipzig"),
    ("german", "Annette Pohl", "Anne Muller"),
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

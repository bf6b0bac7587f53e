"""Facts of a draft against those of the source."""

from __future__ import annotations

import pytest

from bridge.article import draft_of
from bridge.article.model import Brief
from bridge.checks import check
from tests.checks.build import article_of, block, draft_of_blocks, findings, said
from tests.checks.corpus import NAMES, example

MAYOR = (
    "Le maire de Brignac, Paul Morel, a déclaré jeudi 20 avril 2023 : « Nous ne fermerons pas l’école cette année. » "
    "La commune compte 1 250 habitants et 31 élèves, soit 5 % de plus qu’en 2021."
)


@pytest.mark.parametrize("name", NAMES)
def test_faithful_rewrite_passes(name: str) -> None:
    """A faithful rewrite, in other words and another order, raises no error of fidelity or language."""
    faithful = example(name)
    report = check(faithful.article, faithful.draft, faithful.brief)
    assert [f for f in report.findings if f.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "« Nous ne fermerons pas l'école cette année », a dit Paul Morel.",
        "« Nous ne fermerons pas l’école », a assuré M. Morel.",
        "P. Morel l’a promis : “Nous ne fermerons pas l’école cette année.”",
        "« Nous ne fermerons pas l’école », a déclaré le maire, « cette année ».",
        "« Nous ne fermerons pas, a promis Paul Morel, l’école cette année. »",
        "« Nous ne fermerons pas (…) cette année », a dit le maire de Brignac.",
    ],
)
def test_quotation_word_for_word(text: str) -> None:
    """Typography, cuts, incises and omissions aside, the words are the source's, whatever its speaker is called."""
    assert said([MAYOR], text) == set()


def test_parts_of_an_hour() -> None:
    """A quarter of an hour is 15 minutes; half an hour is not."""
    source = "Le conseil a délibéré un quart d’heure."
    assert said([source], "La délibération a duré 15 minutes.") == set()
    assert said([source], "La délibération a duré une demi-heure.") == {"fidelity.number"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Nous ne fermerons pas l’école cet été », a dit Paul Morel.", "fidelity.quotation"),
        ("« fermerons pas l’école cette année », a dit Paul Morel.", "fidelity.quotation"),
        ("« L’école ne fermera jamais », a dit Paul Morel.", "fidelity.quotation"),
        ("« La commune compte 1 250 habitants », a dit Paul Morel.", "fidelity.quotation_marks"),
    ],
)
def test_quotation_at_fault(text: str, expected: str) -> None:
    """A quotation in other words, cut at its negation, made up, or out of the narrator's text is an error."""
    assert expected in said([MAYOR], text)


def test_speaker_by_name_and_role() -> None:
    """A quotation keeps its speaker, by name or role; anybody else is an error that shows the source's words."""
    source = [MAYOR, "La préfète Anne Blanc n’a pas réagi."]
    assert said(source, "« Nous ne fermerons pas l’école cette année », a dit le maire.") == set()
    wrong = findings(source, block("« Nous ne fermerons pas l’école cette année », a dit Anne Blanc.", 1, 2))
    fault = next(f for f in wrong if f.check == "fidelity.speaker")
    assert fault.severity == "error"
    assert fault.evidence.source_passage == 1
    assert "Nous ne fermerons pas" in fault.evidence.source


@pytest.mark.parametrize(
    "text",
    [
        "La commune a 1250 habitants.",
        "Mille deux cent cinquante habitants vivent à Brignac.",
        "L’école accueille trente et un élèves, soit cinq pour cent de plus.",
        "Le 20 avril, le maire a parlé de l’année 2021.",
        "Jeudi, le maire a parlé.",
    ],
)
def test_number_in_another_form(text: str) -> None:
    """Grouping, words and abbreviations do not change a number or a date."""
    assert said([MAYOR], text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La commune compte 1 350 habitants.", "fidelity.number"),
        ("La commune compte 31 habitants et 1 250 élèves.", "fidelity.number"),
        ("L’école accueille trente-deux élèves.", "fidelity.number"),
        ("Les élèves sont 5 points de plus.", "fidelity.unit"),
        ("Le maire a parlé le 21 avril.", "fidelity.date"),
        ("Le maire a parlé vendredi 20 avril.", "fidelity.date"),
        ("Le maire a parlé en 2022.", "fidelity.number"),
        ("Le maire a parlé en mai.", "fidelity.date"),
    ],
)
def test_number_or_date_at_fault(text: str, expected: str) -> None:
    """A number, unit or date that the source lacks, or gives to something else, is an error."""
    assert expected in said([MAYOR], text)


@pytest.mark.parametrize(
    ("words", "figures"),
    [("septante-deux", "72"), ("nonante", "90"), ("quatre-vingt-dix-sept", "97"), ("vingt et un", "21")],
)
def test_numerals_of_every_french(words: str, figures: str) -> None:
    """Numbers in words are understood as they are said in France, Belgium and Switzerland, both ways round."""
    assert said([f"Le village compte {words} maisons."], f"On y voit {figures} maisons.") == set()
    assert said([f"Le village compte {figures} maisons."], f"On y voit {words} maisons.") == set()


def test_units_convert() -> None:
    """A measure may change its unit as long as it stays the same measure."""
    source = ["Le pont mesure 1,5 km et a coûté 2,4 millions d’euros en deux ans."]
    assert said(source, "Long de 1 500 mètres, il a coûté 2 400 000 €.") == set()
    assert "fidelity.number" in said(source, "Long de 1 600 mètres, il a coûté 2 400 000 €.")


def test_a_bare_age_is_one_in_years() -> None:
    """An age between commas, as translators leave it, may gain its years, in a title too; it stays that age."""
    source = ["« Nous restons », a dit Marit Lund, 38, qui pêche seule."]
    assert said(source, "À 38 ans, Marit Lund pêche seule.", title="Marit Lund, 38 ans") == set()
    assert "fidelity.unit" in said(source, "Depuis 38 mois, Marit Lund pêche seule.")


def test_a_sum_keeps_its_currency_when_the_source_leaves_it_out() -> None:
    """ "Dont 600 000 viennent de" counts what the sentence counts; the verb after a number is no thing counted."""
    source = ["L’association a réuni 1,9 million de couronnes, dont 600 000 viennent d’une vente."]
    assert said(source, "Une vente a rapporté 600 000 couronnes sur 1,9 million.") == set()
    assert "fidelity.number" in said(source, "Une vente a rapporté 700 000 couronnes.")


def test_moved_number() -> None:
    """A number of another passage, said in place of the passage's own, is an error."""
    source = ["Le pont a coûté 12 millions d’euros.", "La gare a coûté 30 millions d’euros."]
    assert said(
        source, block("Le pont a coûté 30 millions d’euros.", 1), block("La gare a coûté 30 millions d’euros.", 2)
    ) == {"fidelity.number_moved"}


def test_a_heading_speaks_for_its_section() -> None:
    """A heading that takes up one of the source may take its number from the section; one of its own is an error."""
    source = ["Un toit qui fuit", "Le toit du phare fuit. Les travaux coûteraient 5,2 millions d’euros."]
    told = block("Le toit du phare fuit. Les travaux coûteraient 5,2 millions d’euros.", 2)
    assert said(source, block("Un toit à 5,2 millions", 1, kind="h2"), told) == set()
    assert "fidelity.number" in said(source, block("Un toit à 5,3 millions", 1, kind="h2"), told)


@pytest.mark.parametrize(
    "text",
    ["P. Morel dirige Brignac.", "M. Morel est là.", "D’après Morel, les Brignacois attendent.", "MOREL est maire."],
)
def test_name_in_another_form(text: str) -> None:
    """Initials, titles, surnames alone, elision and inhabitants' names are the same name."""
    assert said([MAYOR], text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dubreuil dirige Brignac.",
        "Paul Moret dirige Brignac.",
        "Paul Brignac est maire.",
        "Le maire de Lyon a parlé.",
        "Dubreuil a parlé.",
    ],
)
def test_name_at_fault(text: str) -> None:
    """A name that is invented, altered, or put together from two is an error."""
    assert "fidelity.name" in said([MAYOR], text)


def test_inhabitants_stand_for_their_place() -> None:
    """A passage that names the town allows the name of its people, though the source says that elsewhere."""
    source = [
        "Les joueuses de Nadia Belkacem ont perdu sept ballons. Brévannes a souffert.",
        "Les Brévannaises ont battu les Montrignoises.",
    ]
    assert said(source, block("Les Brévannaises ont souffert : elles ont perdu sept ballons.", 1)) == set()


def test_acronym_is_the_name() -> None:
    """A known acronym stands for the full name, and the other way round."""
    assert said(["L’Organisation des Nations unies a voté."], "L’ONU a voté.") == set()
    assert said(["L’OMS a voté."], "L’Organisation mondiale de la santé a voté.") == set()


def test_mended_misspelling_is_a_notice() -> None:
    """A name that the source misspells once is mended with a notice; left wrong, it is a warning."""
    source = ["Moldavie et Pologne.", "La Moldavie, la Pologne.", "En Moldavie.", "La commission OTAN-Modavie."]
    assert "fidelity.name_mended" in said(source, block("La commission OTAN-Moldavie.", 4), severity="notice")
    assert "fidelity.name_misspelt" in said(source, block("La commission OTAN-Modavie.", 4), severity="warning")


def test_links() -> None:
    """Links of the source pass, others are errors, lost ones are named."""
    source = ['Voir <a href="https://exemple.fr/page">la page</a> du site.']
    assert said(source, 'Lire <a id="L1">la page</a> du site.') == set()
    for text in (
        'Lire <a id="L7">la page</a>.',
        "Lire https://autre.fr/page.",
        "Lire www.autre.fr.",
        'Lire <a href="https://autre.fr">ceci</a>.',
    ):
        assert "fidelity.link" in said(source, text)
    assert "fidelity.link_lost" in said(source, "Rien à lire ici.", severity="warning")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le ministre a répondu aux questions du conseil municipal.", "fidelity.negation"),
        ("L’entreprise va quitter la vallée avant la fin du mois de mai.", "fidelity.modality"),
    ],
)
def test_claim_keeps_its_force(text: str, expected: str) -> None:
    """A negation or a conditional that got lost is a warning."""
    source = [
        "Le ministre n’a pas répondu aux questions du conseil municipal. "
        "L’entreprise pourrait quitter la vallée avant la fin du mois de mai."
    ]
    assert expected in said(source, text, severity="warning")


def test_a_sentence_may_be_told_in_two_blocks() -> None:
    """Negation, modality and attribution of one long sentence are looked for where each of its parts is said again."""
    source = [
        "Selon le capitaine Lorieux, aucun blessé n’est à déplorer dans la commune de Pont-Rémy et les vaches "
        "laitières ont quitté le bâtiment voisin. La salle communale pourrait être prêtée aux voisins dès lundi, "
        "et la famille Thébault y stocke son matériel agricole."
    ]
    first = "Aucun blessé n’est à déplorer, selon le capitaine Lorieux. La salle communale pourrait servir aux voisins."
    second = "Les vaches laitières, d’après lui, ont quitté le bâtiment voisin. La famille Thébault stocke son matériel agricole."
    assert said(source, first, second, severity="warning") == set()
    plain = (
        "Les vaches laitières du bâtiment voisin sont évacuées. La salle communale est prêtée aux voisins dès lundi."
    )
    assert said(source, plain, severity="warning") >= {"fidelity.attribution", "fidelity.modality"}


def test_attribution_is_kept() -> None:
    """A claim that the source puts in somebody's mouth must not become a plain fact."""
    source = ["Selon la préfecture, l’usine rejette 30 tonnes de solvants dans la rivière."]
    assert "fidelity.attribution" in said(
        source, "L’usine rejette 30 tonnes de solvants dans la rivière.", severity="warning"
    )
    assert "fidelity.attribution" not in said(
        source, "L’usine rejette 30 tonnes de solvants dans la rivière, d’après la préfecture.", severity="warning"
    )


def test_lost_passage_and_quotation_are_named() -> None:
    """Passages that no block tells, and quotations that are gone, are warnings that show them."""
    second = "Les pompiers de la caserne voisine ont éteint un incendie de forêt pendant la nuit."
    found = findings([MAYOR, second], "La commune compte 1 250 habitants.")
    lost = {f.check: f.evidence.source for f in found if f.severity == "warning" and f.check.startswith("fidelity")}
    assert "pompiers" in lost["fidelity.passage_lost"]
    assert "école" in lost["fidelity.quotation_lost"]


def test_head_is_checked() -> None:
    """Title, meta description and excerpt are held to the facts as well, and the message says which."""
    draft = draft_of_blocks(
        block(MAYOR, 1), title="Brignac : 45 élèves", meta="Par Jean Dubreuil.", excerpt="Le 3 mai."
    )
    found = check(article_of(MAYOR), draft, Brief()).findings
    errors = {(f.check, f.message.rsplit("(", 1)[-1]) for f in found if f.severity == "error" and f.block is None}
    assert errors == {
        ("fidelity.number", "titre 1)"),
        ("fidelity.name", "méta-description)"),
        ("fidelity.date", "extrait)"),
    }


def test_without_provenance_the_whole_source_counts() -> None:
    """A block that names no passage may draw on all of them."""
    assert said([MAYOR, "Le pont mesure 300 mètres."], block("Le pont mesure 300 mètres.")) == set()


def test_evidence_spans_cut_the_words_out() -> None:
    """The span of a finding cuts the faulty words out of the block's plain text."""
    text = "La commune compte <strong>1 350</strong> habitants."
    fault = next(f for f in findings([MAYOR], text) if f.check == "fidelity.number")
    span = fault.evidence.draft_span
    assert span is not None
    assert "La commune compte 1 350 habitants."[span.start : span.end] == fault.evidence.draft == "1 350"


def test_finished_html_keeps_the_names_of_its_links() -> None:
    """Of finished HTML, a link with an address of the source is the source's; any other is an error."""
    article = article_of('Voir <a href="https://a.fr/1">un</a> et <a href="https://a.fr/2">deux</a>.')
    same = draft_of(
        '<p>Voir <a href="https://a.fr/2">deux</a> et <a href="https://a.fr/1">un</a>.</p>', source=article, title=""
    )
    other = draft_of(
        '<p>Voir <a href="https://a.fr/2">deux</a> et <a href="https://b.fr/">un</a>.</p>', source=article, title=""
    )
    assert not [f for f in check(article, same, Brief()).findings if f.check.startswith("fidelity.link")]
    assert {f.severity for f in check(article, other, Brief()).findings if f.check == "fidelity.link"} == {"error"}

"""Facts of a draft against those of the source: quotations, links, claims, what was lost."""

from __future__ import annotations

import pytest

from bridge.article import draft_of
from bridge.article.model import Brief
from bridge.checks import check
from tests.checks.build import MAYOR, article_of, block, draft_of_blocks, findings, said
from tests.checks.corpus import NAMES, example


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


def test_speaker_who_goes_on() -> None:
    """ "A-t-elle ajouté" is whoever spoke before, not who stood by; "le même texte" is the text that was named before."""
    source = [
        "« Nous aurons un pont sûr », a déclaré Anne Blanc lors d’une visite, aux côtés du maire de Brignac, Paul Morel. "
        "« Et la région paiera sa part », a-t-elle ajouté.",
        "Ils « ont parlé d’un plan pour refaire les piles et la chaussée », a indiqué la mairie dans un communiqué.",
    ]
    right = "« Et la région paiera sa part », a promis Anne Blanc."
    assert "fidelity.speaker" not in said(source, block(right, 1))
    assert "fidelity.speaker" in said(source, block(right.replace("Anne Blanc", "Paul Morel"), 1))
    same = "Il s’agit de « refaire les piles et la chaussée », d’après le même texte."
    assert "fidelity.speaker" not in said(source, block(same, 2), severity="warning")


def test_surprise_keeps_what_was_not_announced() -> None:
    """A word that denies by its meaning stands for the source's negation."""
    source = [
        "Lors d’une visite qui n’avait pas été annoncée, la ministre de l’Eau, Anne Blanc, est arrivée mardi 14 mars au "
        "barrage de Brignac, dans le Val d’Orlaine, pour la première fois depuis que la rivière a débordé en février."
    ]
    text = (
        "La ministre de l’Eau, Anne Blanc, est arrivée mardi 14 mars au barrage de Brignac pour une visite {}annoncée."
    )
    assert "fidelity.negation" in said(source, text.format(""), severity="warning")
    assert "fidelity.negation" not in said(source, text.format("surprise, "), severity="warning")


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

"""Facts of a translation against those of its source; what cannot be judged across languages is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.article import clean, parse
from bridge.article.model import Brief, Draft, DraftBlock
from bridge.checks import check
from tests.checks.build import article_of, block, draft_of_blocks, findings, said

#: A paragraph of another language, and its French.
PRESS = [
    (
        "El Ayuntamiento de Valdelosa anunció el lunes 3 de mayo que cerrará la biblioteca municipal, que "
        "abrió en 1987 y que hoy tiene 2.340 socios. «No podemos pagar 45.000 euros al año por un edificio "
        "que se cae», dijo la alcaldesa, Carmen Ibáñez, de 52 años. La decisión será efectiva el 1 de "
        "septiembre.",
        "La mairie de Valdelosa a annoncé lundi 3 mai la fermeture de la bibliothèque municipale. Ouverte en "
        "1987, elle compte 2 340 abonnés. « Nous ne pouvons pas payer 45 000 euros par an pour un bâtiment "
        "qui s’effondre », a dit la maire, Carmen Ibáñez, 52 ans. La décision prendra effet le 1er septembre.",
    ),
    (
        "Il Comune di Montelago ha annunciato lunedì 3 maggio che chiuderà la biblioteca, aperta nel 1987 e "
        "che oggi conta 2.340 iscritti. «Non possiamo pagare 45 mila euro all’anno per un edificio che cade a"
        " pezzi», ha detto la sindaca Carla Bianchi, 52 anni. La decisione sarà effettiva dal 1° settembre, "
        "alle ore 18.",
        "La commune de Montelago a annoncé lundi 3 mai la fermeture de la bibliothèque. Ouverte en 1987, elle"
        " compte 2 340 inscrits. « Nous ne pouvons pas payer 45 000 euros par an pour un bâtiment qui tombe "
        "en morceaux », a dit la maire, Carla Bianchi, 52 ans. La décision prendra effet le 1er septembre, à "
        "18 heures.",
    ),
    (
        "Prime Minister Jane Ashdown told reporters in Washington on Friday that Britain would send £250m and"
        " 1,500 troops to the Baltic states, the BBC reported. “This is a promise, not a threat,” she said at"
        " 10 Downing Street. NATO Secretary General Mark Olsen welcomed it. The White House and the European "
        "Commission did not comment. The Bank of England cut rates by a quarter of a percentage point to "
        "4.25% in the third quarter, the second cut since the 1990s.",
        "Le Royaume-Uni enverra 250 millions de livres sterling et 1 500 soldats dans les pays baltes, a "
        "annoncé vendredi à Washington la Première ministre, Jane Ashdown, selon la BBC. « C’est une "
        "promesse, pas une menace », a-t-elle dit au 10 Downing Street. Le secrétaire général de l’Otan, Mark"
        " Olsen, s’en est félicité. La Maison-Blanche et la Commission européenne n’ont pas réagi. La Banque "
        "d’Angleterre a abaissé ses taux d’un quart de point, à 4,25 %, au troisième trimestre : c’est la "
        "deuxième baisse depuis les années 1990.",
    ),
    (
        "A study published in the New England Journal of Medicine found that people who walked 7,500 steps a "
        "day lived two and a half years longer than those who walked fewer than 3,000. The researchers, from "
        "Stanford University and the University of Oxford, followed 12,400 adults aged 45 to 70 over more "
        "than two decades. Dr. Helen Marsh, who led it, said half of them had walked less during the Covid-19"
        " pandemic. Women in their 60s gained the most.",
        "Marcher 7 500 pas par jour allonge la vie de deux ans et demi par rapport à moins de 3 000, selon "
        "une étude du New England Journal of Medicine. Les chercheurs de l’Université Stanford et de "
        "l’Université d’Oxford ont suivi pendant plus de vingt ans 12 400 adultes âgés de 45 à 70 ans. La "
        "docteure Helen Marsh, qui l’a dirigée, précise que la moitié d’entre eux ont moins marché pendant la"
        " pandémie de Covid-19. Les femmes sexagénaires ont le plus gagné.",
    ),
    (
        "The Supreme Court ruled 5-4 on Wednesday that the 10,000-square-foot shop, which opened in the "
        "mid-1990s, may stay open 24/7. One in five shoppers comes after 11 p.m., according to the owner, Joe"
        " Biggs. He pays $1.5m a year in rent, up from $900,000 in '19. “It’s the 100th anniversary of my "
        "family in this trade,” Biggs told the Guardian. It was minus 5 degrees outside at half past six. The"
        " ruling was the first of its kind since 9/11.",
        "La Cour suprême a tranché mercredi, par cinq voix contre quatre : le magasin de 10 000 pieds carrés,"
        " ouvert au milieu des années 1990, peut rester ouvert 24 heures sur 24 et 7 jours sur 7. Un client "
        "sur cinq vient après 23 heures, selon le propriétaire, Joe Biggs. Il paie 1,5 million de dollars de "
        "loyer par an, contre 900 000 dollars en 2019. « C’est le centième anniversaire de ma famille dans ce"
        " métier », a dit Joe Biggs au Guardian. Il faisait moins 5 degrés dehors à 6 h 30. C’est la première"
        " décision de ce type depuis le 11-Septembre.",
    ),
    (
        "Der Bundestag hat am Donnerstagabend mit 372 zu 281 Stimmen beschlossen, dass die Renten ab Juli um "
        "3,74 Prozent steigen. Das kostet rund 13,6 Mrd. Euro im Jahr. »Das ist ein guter Tag für 21 "
        "Millionen Menschen«, sagte Sozialministerin Eva Lang in Berlin. Die Union stimmte dagegen. Ihr "
        "Fraktionschef Peter Holm nannte das Gesetz „einen Wechsel auf die Zukunft“. Die Europäische "
        "Kommission hatte im Frühjahr vor den Kosten gewarnt, die Vereinten Nationen nicht.",
        "Le Bundestag a décidé jeudi soir, par 372 voix contre 281, d’augmenter les retraites de 3,74 % à "
        "partir de juillet. Cela coûte environ 13,6 milliards d’euros par an. « C’est un bon jour pour 21 "
        "millions de personnes », a dit à Berlin la ministre des Affaires sociales, Eva Lang. L’Union a voté "
        "contre. Son chef de groupe, Peter Holm, a qualifié la loi de « traite tirée sur l’avenir ». La "
        "Commission européenne avait mis en garde au printemps contre les coûts, mais pas les Nations unies.",
    ),
    (
        "“I was 19 when I left Liverpool, and I never looked back,” said actor Sam Tate, who will play King "
        "Lear at the Globe from June 2 to Aug. 14. Tickets start at £18; there are 1,400 seats and only 36 "
        "shows. “My agent said: ‘Don’t do it.’ I did it,” he laughed. Tate, the youngest of five brothers, "
        "won an Olivier Award in 2011.",
        "« J’avais 19 ans quand j’ai quitté Liverpool, et je n’ai jamais regardé en arrière », confie "
        "l’acteur Sam Tate, qui jouera le roi Lear au Globe du 2 juin au 14 août. Les billets commencent à 18"
        " livres ; la salle a 1 400 places et il n’y aura que 36 représentations. « Mon agent m’a dit : “Ne "
        "fais pas ça.” Je l’ai fait », dit-il en riant. Sam Tate, le plus jeune de cinq frères, a reçu un "
        "Olivier Award en 2011.",
    ),
]

TRANSLATIONS = Path(__file__).with_name("translations")

NEWS = (
    "The mayor of Brigham, Paul Morrell, said on Thursday, April 20, 2023, that the school would not close: “We are "
    "not going to shut the doors on 31 children this year, whatever they say in London.” The town of 1,250 people "
    "has spent $1.2 million on it."
)
OTHER = (
    "Anna Reed, who runs the parents’ association and lives in Harwich, was not at the meeting, which began at 7 p.m. "
    "on the second floor of the town hall and was over before they could ask about the 14 buses."
)
QUOTED = "« Nous n’allons pas fermer la porte à 31 enfants cette année, quoi qu’on en dise à Londres »"
FAITHFUL = (
    f"Le maire de Brigham, Paul Morrell, a promis jeudi 20 avril 2023 que l’école resterait ouverte. {QUOTED}, a-t-il "
    "assuré. Cette ville de 1 250 habitants y a dépensé 1,2 million de dollars."
)


def test_a_faithful_translation_passes() -> None:
    """Same facts in French notation, an exonym and other words: no error and no warning."""
    assert said([NEWS, OTHER], FAITHFUL) == set()
    assert said([NEWS], FAITHFUL, severity="warning") <= {"fidelity.translation_mark"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ville compte 1 350 habitants.", "fidelity.number"),
        ("La ville a dépensé 1,2 milliard de dollars.", "fidelity.number"),
        ("La ville a dépensé 1,2 million d’euros.", "fidelity.unit"),
        ("Le maire a parlé le 21 avril 2023.", "fidelity.date"),
        ("Le maire a parlé vendredi.", "fidelity.date"),
        ("Paul Morrel dirige la ville de Brigham.", "fidelity.name"),
        ("Paul Martinez dirige la ville de Brigham.", "fidelity.name"),
        ("La ville de Brigham a pour maire Jean Dupont.", "fidelity.name"),
        (f"{QUOTED}, a dit Anna Reed.", "fidelity.speaker"),
        (f"{QUOTED}, a dit Jeanne Dupuis.", "fidelity.speaker"),
        (
            f"{QUOTED}, a dit Paul Morrell. La ville est fière. « L’école restera ouverte à jamais. »",
            "fidelity.quotation",
        ),
        (
            "« Nous n’allons pas fermer la porte à 31 enfants cette année, quoi qu’on en dise à Londres, et je le répète "
            "devant vous tous, car cette école a formé nos pères et nos mères, elle formera nos fils et nos filles, et "
            "personne ne nous en privera tant que je serai là pour la défendre », a dit Paul Morrell.",
            "fidelity.quotation",
        ),
        ("“We are not going to shut the doors on 31 children this year”, a dit Paul Morrell.", "language.foreign"),
        ("The town has spent a lot of money on the school this year.", "language.foreign"),
        ("La page https://brigham.example/ecole le confirme.", "fidelity.link"),
    ],
)
def test_a_fact_at_fault_is_an_error(text: str, expected: str) -> None:
    """Numbers, units, dates, altered names, speakers, quotations beyond the source's, English left over, links."""
    assert expected in said([NEWS, OTHER], text)


def test_a_quotation_out_of_a_passage_without_any_is_an_error() -> None:
    """Nobody speaks in the second passage."""
    assert "fidelity.quotation" in said([NEWS, OTHER], block("« Nous n’avons rien pu dire », regrette Anna Reed.", 2))


@pytest.mark.parametrize("incise", [", a assuré Paul Morrell, ", ", dit-il. ", ", a-t-il dit. ", " et "])
def test_a_quotation_may_be_cut_by_an_incise(incise: str) -> None:
    """One quotation in two pieces is still one."""
    text = f"« Nous n’allons pas fermer la porte à 31 enfants »{incise}« Quoi qu’on en dise à Londres. »"
    assert said([NEWS], text) == set()


def test_a_quotation_beside_another_is_not_part_of_it() -> None:
    """Where nothing joins them, they are two, and the source has one."""
    text = "« Nous n’allons pas fermer la porte à 31 enfants. » « Personne ne l’a jamais voulu. »"
    assert "fidelity.quotation" in said([NEWS], text)


def test_the_head_quotes_as_the_article_does() -> None:
    """A quotation in the description has the words that the body gives it."""
    article, brief = article_of(NEWS), Brief()
    good = draft_of_blocks(block(FAITHFUL, 1), meta="« Nous n’allons pas fermer la porte à 31 enfants », dit le maire.")
    wrong = draft_of_blocks(block(FAITHFUL, 1), meta="« Nous ne fermerons jamais ces portes-là », dit le maire.")
    assert "fidelity.quotation" not in {f.check for f in check(article, good, brief).findings}
    assert "fidelity.quotation" in {f.check for f in check(article, wrong, brief).findings if f.severity == "error"}


def test_an_unknown_name_is_a_warning() -> None:
    """A name may be one that French writes in its own way: the author is asked, nothing is dropped."""
    text = "La réunion de Brigham s’est tenue à la Vieille Halle."
    assert "fidelity.name" in said([NEWS], text, severity="warning")
    assert "fidelity.name" not in said([NEWS], text)


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ("in London and The Hague", "à Londres et à La Haye"),
        ("by Germans and the United Nations", "par les Allemands et les Nations unies"),
        (
            "for the EU and the World Health Organization",
            "pour l’Union européenne et l’Organisation mondiale de la santé",
        ),
        ("at Harvard University", "à l’Université Harvard"),
        ("from California to New Zealand", "de la Californie à la Nouvelle-Zélande"),
    ],
)
def test_an_exonym_is_the_same_name(source: str, french: str) -> None:
    """Countries, cities and institutions have French names, which are nothing new."""
    text = f"The meeting was held {source}, and they have not said what they will do with it after the vote."
    assert "fidelity.name" not in said([text], f"La réunion s’est tenue {french}.", severity="warning")


def test_a_lost_passage_and_a_lost_fact_are_warnings() -> None:
    """A passage that no block tells, and a figure that is nowhere, are named."""
    found = findings([NEWS, OTHER], block(FAITHFUL.replace("1 250", ""), 1))
    lost = {f.check: f.message for f in found if f.severity == "warning"}
    assert "Anna Reed" in lost["fidelity.passage_lost"]
    assert "1,250" in lost["fidelity.fact_lost"]


def test_one_notice_says_what_was_not_judged() -> None:
    """Nothing that compares words speaks up; one notice does, and only for a translation."""
    found = findings([NEWS], FAITHFUL)
    assert [f.severity for f in found if f.check == "language.translated"] == ["notice"]
    compared = {"language.copied", "fidelity.negation", "fidelity.modality", "fidelity.attribution"}
    assert not compared & {f.check for f in found}
    french = findings(["La ville a ouvert l’école hier."], "L’école a ouvert hier.")
    assert "language.translated" not in {f.check for f in french}


def test_an_unmarked_translation_is_a_warning() -> None:
    """The check holds what the closing line is for."""
    assert "fidelity.translation_mark" in said([NEWS], FAITHFUL, severity="warning")
    closing = DraftBlock(kind="paragraph", text="<em>La citation est traduite de l’anglais.</em>")
    marked = said([NEWS], block(FAITHFUL, 1), closing, severity="warning")
    assert not {"fidelity.translation_mark", "language.translation"} & marked


@pytest.mark.parametrize(
    ("language", "source", "marks"),
    [
        ("de", "Der Bürgermeister hat es nicht gesagt, aber „wir schließen die Schule nicht in diesem Jahr“, erklärte Paul "
         "Morrell, und das ist auch für die Eltern neu.", 1),
        ("en", "The mayor has said it before and he will say it again: ‘We won’t close the school this year,’ Paul Morrell "
         "said, and that was it for the parents.", 1),
        ("en", "The boys’ club and the girls’ club are open to all of the children who have been there before, and that is "
         "the way it has to be.", 0),
    ],
)  # fmt: skip
def test_quotation_marks_of_other_languages(language: str, source: str, marks: int) -> None:
    """German marks and British single ones enclose a quotation; apostrophes do not."""
    article = article_of(source)
    assert article.language == language
    report = check(
        article, draft_of_blocks(block("« Nous ne fermons pas l’école cette année », a dit Paul Morrell.", 1)), Brief()
    )
    errors = {f.check for f in report.findings if f.severity == "error"}
    assert ("fidelity.quotation" in errors) == (marks == 0)


@pytest.mark.parametrize(
    ("source", "french"), PRESS, ids=["es", "it", "en-politics", "en-science", "en-court", "de", "en-stage"]
)
def test_press_style_passes(source: str, french: str) -> None:
    """Currencies, shares, decades, institutions and quotations as the press writes them raise nothing."""
    assert said([source], french) == set()
    assert said([source], french, severity="warning") <= {"fidelity.translation_mark"}


def test_a_word_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    """A common word with a capital before a name raises nothing; an unknown one does."""
    source = "Las fotografías de Ana Merino se han visto este año en la escuela, y también en el archivo del pueblo."
    shown = "{} d’Ana Merino : on les a vues cette année à l’école. Les photos y sont encore."
    assert said([source], shown.format("Photos"), severity="warning") == set()
    assert "fidelity.name" in said([source], shown.format("Vandelles"), severity="warning")


def test_a_year_may_leave_its_month_to_the_passage() -> None:
    """What a passage says of March 1934 lets its block say 1934; the year of another passage is a warning."""
    source = [
        "In March 1934 the workers of the mill went on strike, and they did not go back for two weeks.",
        "The mill was sold in 1951 to a man who had been one of them, and it has not been opened since then.",
    ]
    moved = "fidelity.number_moved"
    assert moved not in said(source, block("La grève de 1934", 1), severity="warning")
    assert moved in said(source, block("La grève de 1951", 1), severity="warning")


def test_a_unit_that_the_source_leaves_out_may_be_said() -> None:
    """ "Altri 15-20 senza" are minutes where minutes were counted before; a function word is nothing that is counted."""
    source = [
        "Cuocete il pane per 30 minuti con il coperchio e altri 15-20 senza, ma non aprite mai il forno prima di questo."
    ]
    assert said(source, "Cuisez le pain 30 minutes à couvert, puis 15 à 20 minutes à découvert.") == set()


def test_a_whole_how_to_passes() -> None:
    """Steps, amounts, ordinals, times and temperatures of a how-to, translated by hand, raise nothing."""
    source = (TRANSLATIONS / "howto.html").read_text("utf-8")
    draft = Draft.model_validate_json((TRANSLATIONS / "howto.json").read_text("utf-8"))
    report = check(clean(parse(source)), draft, Brief(title="How to Make a Sourdough Starter From Scratch in 7 Days"))
    assert [f for f in report.findings if f.severity != "notice" and f.check.startswith("fidelity.")] == []

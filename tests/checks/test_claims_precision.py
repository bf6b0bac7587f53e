"""Negation, modality and attribution: a faithful wording is no finding, the same wording turned into a fact is one."""

from __future__ import annotations

import pytest

from bridge.article.model import DraftBlock
from tests.checks.build import block, findings, said

CLAIMS = {"fidelity.negation", "fidelity.modality", "fidelity.attribution"}


def _claims(source: str, *blocks: DraftBlock | str) -> set[str]:
    return said([source], *blocks, severity="warning") & CLAIMS


#: Source, a faithful wording, an unfaithful one.
NEGATIONS = {
    "other verb": (
        "Si la somme n’est pas réunie, le moulin de Trévallon sera vendu le 3 mars.",
        "Si la somme fait défaut, la vente du moulin de Trévallon aura lieu le 3 mars.",
        "Si la somme est réunie, le moulin de Trévallon sera vendu le 3 mars.",
    ),
    "sans que": (
        "Le préau a été promis par l’adjointe Odette Rival, sans qu’un calendrier soit donné.",
        "L’adjointe Odette Rival a promis le préau. Aucun calendrier n’accompagne toutefois cette promesse.",
        "L’adjointe Odette Rival a promis le préau et un calendrier a été donné.",
    ),
    "sans quoi": (
        "Le pain doit reposer 20 minutes, sans quoi la mie ne lève pas.",
        "Laissez reposer le pain 20 minutes, faute de quoi la mie ne lève pas.",
        "Laissez reposer le pain 20 minutes : la mie lève.",
    ),
    "ne peut": (
        "La commune de Saint-Arnel ne peut pas financer les 40 000 euros de travaux.",
        "La commune de Saint-Arnel ne peut financer ces travaux de 40 000 euros.",
        "La commune de Saint-Arnel peut financer les 40 000 euros de travaux.",
    ),
    "aucun": (
        "Le trottoir mesure 90 centimètres et aucune piste cyclable n’y est aménagée.",
        "Le trottoir mesure 90 centimètres. Les cyclistes n’y disposent d’aucune piste aménagée.",
        "Le trottoir mesure 90 centimètres. Une piste cyclable y est aménagée.",
    ),
    "double negation": (
        "Le directeur, Luc Baraton, n’exclut pas un recours.",
        "Un recours n’est pas exclu par Luc Baraton, le directeur.",
        "Le directeur, Luc Baraton, exclut un recours.",
    ),
    "condition": (
        "Si la chaîne ne monte pas, desserrez la vis de 2 tours ; si elle monte trop, resserrez-la.",
        "La chaîne ne monte pas ? Desserrez la vis de 2 tours. Elle monte trop ? Resserrez-la.",
        "La chaîne monte ? Desserrez la vis de 2 tours. Elle monte trop ? Resserrez-la.",
    ),
    "other clause": (
        "Vérifiez que la patte n’est pas tordue, puis comptez 12 dents.",
        "Avec une patte tordue, aucun réglage ne tiendra. Comptez ensuite 12 dents.",
        "Vérifiez que la patte est tordue, puis comptez 12 dents.",
    ),
}

RESERVES = {
    "imperfect": (
        "Ma tante Berthe préparait ce gâteau avec 30 cl de lait et montrait la recette à tous.",
        "Le gâteau de ma tante Berthe contient 30 cl de lait. Elle en donnait la recette à tous.",
        None,
    ),
    "how-to": (
        "Le règlement du tournoi de Bréville peut être consulté à la mairie.",
        "Consultez le règlement du tournoi de Bréville à la mairie.",
        None,
    ),
    "permission": (
        "La tourte peut être congelée crue pendant 2 mois et se garde 3 jours au frais.",
        "Congelez la tourte crue, pendant 2 mois. Au frais, elle se garde 3 jours.",
        None,
    ),
    "other part of the sentence": (
        "Le maire a indiqué que la demande serait examinée, ce qui a provoqué des protestations dans la salle.",
        "L’examen de la demande se ferait plus tard, a indiqué le maire. Dans la salle, cela a provoqué des protestations.",
        "La demande est examinée, a indiqué le maire. Dans la salle, cela a provoqué des protestations.",
    ),
    "future of the past": (
        "La société Vermel a annoncé que l’usine de Corlay fermerait en 2027.",
        "L’usine de Corlay fermera en 2027, a annoncé la société Vermel.",
        "L’usine de Corlay ferme en 2027, a annoncé la société Vermel.",
    ),
    "other word of doubt": (
        "Un court-circuit pourrait expliquer l’incendie de la halle de Morvel.",
        "L’incendie de la halle de Morvel a peut-être pour origine un court-circuit.",
        "Un court-circuit explique l’incendie de la halle de Morvel.",
    ),
    "two reserves": (
        "Le pont devrait être doté d’un éclairage et son tablier devrait être élargi de 60 centimètres.",
        "Le pont devrait recevoir un éclairage. Son tablier devrait gagner 60 centimètres en largeur.",
        "Le pont devrait recevoir un éclairage. Son tablier va être élargi de 60 centimètres.",
    ),
    "can": (
        "Un filtre encrassé peut augmenter la consommation de 8 % en un hiver.",
        "Avec un filtre encrassé, la consommation risque d’augmenter de 8 % en un hiver.",
        "Un filtre encrassé augmente la consommation de 8 % en un hiver.",
    ),
}

ATTRIBUTIONS = {
    "facts beside the claim": (
        "Longue de 80 mètres, la digue, inaugurée en 1954, attire chaque jour 900 promeneurs, d’après un comptage "
        "de l’association Rives vives, et elle relie le port au phare de Kermeur.",
        "La digue, longue de 80 mètres, date de 1954. D’après un comptage de l’association Rives vives, elle attire "
        "chaque jour 900 promeneurs. Un bassin la borde. Elle relie le port au phare de Kermeur.",
        "La digue, longue de 80 mètres, date de 1954. Elle attire chaque jour 900 promeneurs et relie le port au phare.",
    ),
    "facts beside a quotation": (
        "« Je resterai jusqu’au bout », a dit Yvon Le Bras, un ancien patron pêcheur qui préside depuis 2019 "
        "l’association Les Vieux Gréements, laquelle compte 84 membres.",
        "« Je resterai jusqu’au bout », a dit Yvon Le Bras. Cet ancien patron pêcheur aime la mer. Il préside depuis "
        "2019 l’association Les Vieux Gréements. Celle-ci compte 84 membres.",
        None,
    ),
    "asks no more than": (
        "Cette opération ne demande que 15 minutes par fenêtre et un chiffon humide.",
        "Comptez 15 minutes par fenêtre pour cette opération, et un chiffon humide.",
        None,
    ),
    "depending on": (
        "Prévoyez une clé de 5 mm ou un tournevis plat, selon la vis.",
        "Une clé de 5 mm ou un tournevis plat suffit.",
        None,
    ),
    "being specified": (
        "Le coût est de 2 millions d’euros, étant précisé que la région doit voter sa part le 4 mai.",
        "Le coût est de 2 millions d’euros. La région doit voter sa part le 4 mai.",
        None,
    ),
    "said before": (
        "La maire, Solange Thiriet, a indiqué que la salle des fêtes rouvrirait en juin.",
        "Solange Thiriet, la maire, a donné une date. La salle des fêtes rouvrirait en juin, a-t-elle indiqué.",
        "La salle des fêtes rouvrirait en juin.",
    ),
    "noun for verb": (
        "Selon lui, une porte mal isolée fait perdre 6 % de la chaleur en hiver.",
        "Une porte mal isolée fait perdre 6 % de la chaleur en hiver, d’après ce menuisier.",
        "Une porte mal isolée fait perdre 6 % de la chaleur en hiver.",
    ),
}

CASES = [
    pytest.param(f"fidelity.{kind}", *case, id=f"{kind}: {name}")
    for kind, cases in (("negation", NEGATIONS), ("modality", RESERVES), ("attribution", ATTRIBUTIONS))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("check", "source", "faithful", "turned"), CASES)
def test_a_claim_in_other_words_is_no_finding(check: str, source: str, faithful: str, turned: str | None) -> None:
    """A faithful wording raises none of the three warnings, the same turned into a fact the one that fits."""
    assert _claims(source, faithful) == set()
    if turned is not None:
        assert check in _claims(source, turned)


def test_a_passage_is_read_over_all_its_blocks() -> None:
    """What a passage denies, leaves open or attributes may stand in any of the blocks that name it."""
    source = (
        "Aucun blessé n’est à déplorer à Pont-Aubry. Les 60 brebis n’ont pas été retrouvées. Selon la gendarmerie, "
        "la clôture aurait cédé à 3 heures du matin."
    )
    first = block("À Pont-Aubry, on ne déplore aucun blessé.", 1)
    second = block("Les 60 brebis n’ont pas été retrouvées.", 1)
    third = block("D’après la gendarmerie, la clôture aurait cédé à 3 heures du matin.", 1)
    assert _claims(source, first, second, third) == set()
    turned = block("Les 60 brebis ont été retrouvées.", 1)
    assert _claims(source, first, turned, third) == {"fidelity.negation"}
    fact = block("La clôture a cédé à 3 heures du matin.", 1)
    assert _claims(source, first, second, fact) == {"fidelity.modality", "fidelity.attribution"}


def test_a_lost_claim_is_told_once_with_its_places() -> None:
    """A sentence of the source that lost its negation is one finding, with the draft's sentence and the source's."""
    source = "Le prix n’a pas augmenté à Corlay. Il reste de 12 euros."
    found = [
        f
        for f in findings([source], "Le prix a augmenté à Corlay. Il a augmenté hier. Il reste de 12 euros.")
        if f.check == "fidelity.negation"
    ]
    assert [(f.evidence.draft, f.evidence.source, f.block) for f in found] == [
        ("Le prix a augmenté à Corlay.", "Le prix n’a pas augmenté à Corlay.", 0)
    ]


def test_a_negation_made_up_is_told() -> None:
    """A verb that the source affirms and the draft denies is a warning; a limit that the source has is none."""
    source = "Le refuge accueille les chiens à Valmy. Il ne compte que 22 lits."
    assert _claims(source, "Le refuge n’accueille pas les chiens à Valmy.") == {"fidelity.negation"}
    assert _claims(source, "Le refuge accueille les chiens à Valmy. Il ne compte que 22 lits.") == set()

"""The language of an article: French unless it is clearly another."""

from __future__ import annotations

import pytest

from bridge.article import clean, parse
from bridge.article.language import is_unsupported, language_of

SAMPLES = {
    "fr": "La commune a décidé de fermer l’école après le vote du conseil, mais les parents ne sont pas d’accord avec "
    "cette décision et demandent un délai au maire.",
    "en": "The town has decided to close the school after the vote of the council, but parents do not agree with this "
    "decision and have asked the mayor for more time.",
    "de": "Die Gemeinde hat nach der Abstimmung des Rates beschlossen, die Schule zu schließen, aber die Eltern sind "
    "mit dieser Entscheidung nicht einverstanden und bitten um Aufschub.",
    "es": "El pueblo ha decidido cerrar la escuela después de la votación del consejo, pero los padres no están de "
    "acuerdo con esta decisión y han pedido más tiempo al alcalde.",
    "it": "Il comune ha deciso di chiudere la scuola dopo il voto del consiglio, ma i genitori non sono d’accordo con "
    "questa decisione e hanno chiesto più tempo al sindaco.",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_sentence_or_two_tells_the_language(language: str) -> None:
    """Some twenty words of running text are enough."""
    assert language_of([SAMPLES[language]]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Breaking news: the mayor resigns",
        "O povo decidiu fechar a escola depois da votação, mas os pais não estão de acordo com isso e pediram mais "
        "tempo ao presidente da câmara, que ainda não respondeu até hoje.",
        "The Cure, The Clash, The Who, The Kinks et The Smiths sont à l’affiche du festival de la ville, avec des "
        "groupes venus de toute la région pour trois soirées.",
    ],
)
def test_doubt_means_french(text: str) -> None:
    """Too short a text, a language that is not told, and names out of another language stay French."""
    assert language_of([text]) == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "O povo decidiu fechar a escola depois da votação, mas os pais não estão de acordo com isso e pediram mais "
        "tempo ao presidente da câmara, que ainda não respondeu até hoje.",
        "De gemeente heeft besloten om de school te sluiten na de stemming van de raad, maar de ouders zijn het niet "
        "eens met dat besluit en vragen om meer tijd.",
        "Община решила закрыть школу после голосования совета, но родители не согласны.",
        "قررت البلدية إغلاق المدرسة بعد تصويت المجلس، لكن أولياء الأمور لا يوافقون.",
        "市議会の投票の後、町は学校を閉鎖することを決めたが、保護者は同意していない。",
    ],
)
def test_languages_that_nothing_is_translated_from(text: str) -> None:
    """Portuguese, Dutch and other alphabets are known not to be French."""
    assert is_unsupported([text])


@pytest.mark.parametrize(
    "text",
    [
        "Regeringen meddelade på tisdagen att bron över floden ska byggas om under nästa år. Arbetet börjar i april och "
        "pågår i elva månader. Det är en stor investering för kommunen och för alla som bor i dalen. Vi har väntat länge "
        "på det här beslutet, säger borgmästaren, som hoppas att trafiken kan ledas om så att butikerna i centrum inte "
        "förlorar sina kunder medan arbetet pågår.",
        "Rząd ogłosił we wtorek, że most nad rzeką zostanie przebudowany w przyszłym roku. Prace rozpoczną się w "
        "kwietniu i potrwają jedenaście miesięcy. To duża inwestycja dla gminy i dla wszystkich mieszkańców doliny. "
        "Długo czekaliśmy na tę decyzję, mówi burmistrz, który ma nadzieję, że ruch uda się skierować inną drogą, aby "
        "sklepy w centrum nie straciły swoich klientów w czasie robót.",
        "Guvernul a anunțat marți că podul de peste râu va fi reconstruit anul viitor. Lucrările încep în aprilie și "
        "durează unsprezece luni. Este o investiție mare pentru comună și pentru toți locuitorii văii. Am așteptat mult "
        "această decizie, spune primarul, care speră ca traficul să poată fi deviat, astfel încât magazinele din centru "
        "să nu își piardă clienții în timpul lucrărilor.",
    ],
)
def test_prose_without_french_words_is_refused(text: str) -> None:
    """Swedish, Polish, Romanian: no list of their words is needed to see that they are not French."""
    assert is_unsupported([text] * 2)
    assert not is_unsupported([text])
    assert language_of([text] * 2) == "fr"


RECIPE = (
    "Préchauffer le four. Étaler la pâte, la piquer de quelques coups de fourchette. Étaler la moutarde, parsemer de "
    "gruyère. Laver les tomates, les couper en rondelles, les disposer en rosace. Saler, poivrer, parsemer d’herbes de "
    "Provence, arroser d’un filet d’huile d’olive. Enfourner trente minutes. Servir tiède, accompagné de salade verte. "
)
INTERVIEW = "Paul Gaud regarde le pont. « Le pont sera refait, nous en sommes très heureux pour tous les habitants. » "


@pytest.mark.parametrize("text", [RECIPE * 3, INTERVIEW * 8])
def test_french_of_few_words_is_not_refused(text: str) -> None:
    """A recipe in infinitives has hardly a word that is French alone, an interview has them in what is quoted."""
    assert not is_unsupported([text])


@pytest.mark.parametrize(
    "text",
    [
        " ".join(
            f"{name} {name}" for name in ("Rouen", "Lyon", "Brest", "Nantes", "Metz", "Lille", "Dijon", "Pau") * 6
        ),
        "farine 250 g, beurre 125 g, sucre 80 g, sel 2 g, œufs 3, crème 20 cl, " * 2,
    ],
)
def test_lists_without_running_text_are_not_refused(text: str) -> None:
    """Neither names nor a short list of things tell a language."""
    assert not is_unsupported([text])


@pytest.mark.parametrize("text", [*SAMPLES.values(), "", f"{SAMPLES['fr']} Il cite Достоевский et Чехов."])
def test_a_supported_language_is_not_refused(text: str) -> None:
    """Nor is a text of which nothing is known, or one that names somebody in another alphabet."""
    assert not is_unsupported([text])


def test_a_french_article_that_quotes_in_english_is_french() -> None:
    """Quotations do not decide where there is running text besides them, however long they are."""
    quoted = f"« {SAMPLES['en']} »"
    assert language_of([f"{SAMPLES['fr']} {quoted}", f"{quoted} “{SAMPLES['en']}”"]) == "fr"


def test_an_english_article_that_quotes_in_french_is_english() -> None:
    """The other way round as well."""
    assert language_of([SAMPLES["en"], f"« {SAMPLES['fr']} » he said in a letter to the council."]) == "en"


def test_an_article_knows_its_language() -> None:
    """The running text of the cleaned passages decides, block quotations aside."""
    post = f"<p>{SAMPLES['fr']}</p><blockquote><p>{SAMPLES['en']}</p></blockquote>"
    assert clean(parse(post)).language == "fr"
    assert clean(parse(f"<p>{SAMPLES['de']}</p>")).language == "de"

from __future__ import annotations

import pytest

from bridge.article import clean, parse, plain
from bridge.article.model import Article, Brief
from bridge.writer.offline import Offline
from bridge.writer.offline.french import stem, tokens
from bridge.writer.offline.headings import stems
from bridge.writer.offline.phrases import noun_phrases
from bridge.writer.offline.segment import depths
from tests.writer.examples import NAMES, example, prose

FILLER = (
    "Rien de neuf ne vient pourtant troubler ici ceux qui regardent passer au loin ce que chacun sait déjà depuis hier."
)
PORT = (
    "Le port de Lanvaux attend son nouveau ferry. Le nouveau ferry mesure cent mètres et consomme moins que l’ancien. "
    "La compagnie maritime assure que le nouveau ferry fera la traversée en quarante minutes, par tous les temps.",
    "La compagnie maritime recrute trente marins. Les marins suivront une formation de six semaines à Brest. "
    "La formation des marins coûte cher, reconnaît la compagnie maritime, mais elle est obligatoire avant l’été.",
    "Les îles du large espèrent des touristes. Les hôtels des îles affichent complet dès le printemps. "
    "Les habitants des îles craignent les prix, car les logements manquent déjà pour les saisonniers des hôtels.",
    "Le quai nord sera prolongé de vingt mètres. Les travaux du quai nord commencent en octobre. "
    "La digue protège le quai nord des tempêtes, et les pêcheurs du quai nord déménageront pendant les travaux.",
)
FERRY = tuple(f"{text} {FILLER} {FILLER}" for text in PORT)


def outline(article: Article, brief: Brief) -> list[tuple[str, str]]:
    return [(b.kind, plain(b.text)) for b in Offline().rewrite(article, brief).blocks if b.kind in ("h2", "h3", "h4")]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((2, 3, 2), ("h2", "h3", "h2")),
        ((4, 5, 4), ("h2", "h3", "h2")),
        ((1, 2, 3), ("h2", "h2", "h3")),
        ((1, 2, 1), ("h2", "h3", "h2")),
        ((3, 2, 4), ("h2", "h2", "h3")),
        ((2, 4, 6, 6, 3), ("h2", "h3", "h4", "h4", "h3")),
        ((2, 3, 4, 5), ("h2", "h3", "h4", "h4")),
    ],
)
def test_the_sources_levels_become_a_sane_hierarchy(levels: tuple[int, ...], expected: tuple[str, ...]) -> None:
    """The first heading is an h2, none is skipped, none is an h1, siblings stay siblings."""
    content = "".join(f"<h{level}>Chapitre {at}</h{level}><p>Texte.</p>" for at, level in enumerate(levels))
    assert [kind for kind, _ in outline(clean(parse(content)), Brief())] == list(expected)


@pytest.mark.parametrize("name", NAMES)
def test_no_level_is_skipped(name: str) -> None:
    """In each example the outline starts at h2 and goes down one level at a time."""
    depth = 1
    for kind, _ in outline(*example(name)):
        assert int(kind[1]) <= depth + 1
        depth = int(kind[1])


def test_long_text_gets_headings_in_its_own_words() -> None:
    """Where the source has no heading, noun phrases of the section become headings, and each stands in its sources."""
    article, brief = prose(*FERRY, title="Lanvaux se prépare à la saison")
    draft = Offline().rewrite(article, brief)
    headings = [block for block in draft.blocks if block.kind == "h2"]
    assert 2 <= len(headings) <= 3
    by_number = {passage.number: passage.plain.lower() for passage in article.passages}
    for heading in headings:
        words = plain(heading.text).lower().removeprefix("l’").split(" ", 1)[-1]
        assert all(words in by_number[number] for number in heading.sources)


def test_the_lead_stands_first() -> None:
    """No heading comes before the first paragraph."""
    article, brief = prose(*FERRY)
    assert Offline().rewrite(article, brief).blocks[0].kind == "paragraph"


def test_no_heading_is_better_than_a_bad_one() -> None:
    """Text without a subject that recurs gets no heading at all."""
    assert outline(*prose(*[FILLER] * 20)) == []


def test_short_text_gets_no_heading() -> None:
    """Two paragraphs need no outline."""
    assert outline(*prose(*FERRY[:2])) == []


def test_a_heading_does_not_say_the_title_again() -> None:
    """A phrase that the title has is no heading."""
    assert "Le quai nord" in [text for _, text in outline(*prose(*FERRY))]
    assert "Le quai nord" not in [text for _, text in outline(*prose(*FERRY, title="Le quai nord et les îles"))]


def test_headings_differ() -> None:
    """The same subject twice makes one heading."""
    told = [text for _, text in outline(*prose(*FERRY, *FERRY, *FERRY))]
    assert len({stems(text) for text in told}) == len(told)


def test_a_long_section_gets_h3_below_its_own_heading() -> None:
    """A long section of the source is divided one level below its heading."""
    content = "<h2>Au large</h2>" + "".join(f"<p>{text}</p>" for text in FERRY * 2)
    kinds = [kind for kind, _ in outline(clean(parse(content)), Brief())]
    assert kinds[0] == "h2"
    assert set(kinds[1:]) == {"h3"}


def test_nothing_parts_a_list_from_what_announces_it() -> None:
    """No heading comes between a line that ends with a colon, or any text, and its list."""
    article = clean(parse("".join(f"<p>{text} Voici :</p><ul><li>Un</li><li>Deux</li></ul>" for text in FERRY * 2)))
    blocks = Offline().rewrite(article, Brief()).blocks
    assert all(blocks[at - 1].kind == "paragraph" for at, block in enumerate(blocks) if block.kind == "list")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La base aérienne de Ramstein accueille la réunion.", "La base aérienne de Ramstein"),
        ("Il revient au ministre de la Transition écologique.", "Le ministre de la Transition écologique"),
        ("Elle évoque l’histoire du port.", "L’histoire du port"),
        ("Les deux camps attendent un accord de paix.", "Un accord de paix"),
        ("Les habitants craignent des coupures d’eau.", "Coupures d’eau"),
    ],
)
def test_noun_phrases_are_whole_and_readable(text: str, expected: str) -> None:
    """Phrases keep their article, take a capital, and end where the phrase ends."""
    assert expected in [phrase.text for phrase in noun_phrases(text)]


@pytest.mark.parametrize(
    "text",
    [
        "L’OTAN fournit à l’Ukraine des armes.",
        "Elle a la volonté de lancer un débat.",
        "Il cite « le mur de la honte ».",
        "On compte 31 alliés et les 12 étoiles.",
        "Elle chante, il danse.",
        "Il ne tombe pas une goutte de pluie.",
    ],
)
def test_what_is_no_noun_phrase(text: str) -> None:
    """Two objects are no phrase, nor is one that a verb would end, a quotation, a figure, or what is denied."""
    phrases = [phrase.text for phrase in noun_phrases(text) if len(phrase.stems) > 1]
    assert phrases == []


def test_a_speaker_is_marked() -> None:
    """Who says something is no subject of a section."""
    (phrase,) = [p for p in noun_phrases("« Oui », a déclaré le maire de Brest.") if len(p.stems) > 1]
    assert phrase.speaks


def test_the_deepest_dip_is_where_the_subject_changes() -> None:
    """Among six paragraphs on two subjects, the dip before the fourth is the deepest."""
    from collections import Counter

    texts = ["le pont du port"] * 3 + ["la vigne du coteau"] * 3
    found = depths([Counter(stem(token.low) for token in tokens(text)) for text in texts])
    assert max(range(6), key=found.__getitem__) == 3

"""SEO assessments.

Thresholds and points: Yoast's published criteria ("SCORING SEO", yoastseo 3.6), in which each
assessment gives up to 9 points and the score is their sum over nine times their number, in per cent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bridge.article.width import MAX_TITLE_WIDTH, title_width
from bridge.checks.model import Assessment
from bridge.checks.page import Page, host_of, ordered_terms, terms
from bridge.checks.scoring import Points, assessed
from bridge.checks.text import bare, fold, words_of

META_MIN, META_MAX = 120, 156
#: Density of the keyphrase, in per cent of the words; beyond the last two it is stuffing.
DENSITY = (0.5, 3.0, 4.0)


def seo_assessments(page: Page) -> Iterator[Assessment]:
    """All SEO assessments of a page."""
    for identifier, assess in ASSESSMENTS.items():
        points = assess(page)
        if points is not None:
            yield assessed(identifier, "seo", points)


def _matches(page: Page, words: frozenset[str]) -> bool:
    return bool(page.key_terms) and all(term in words for term in page.key_terms)


def _occurrences(page: Page, sentence: str) -> int:
    """How often all words of the keyphrase are found together in a sentence."""
    if not page.key_terms:
        return 0
    row = [piece for word in ordered_terms(sentence) for piece in {word, *word.split("-")}]
    return min(row.count(term) for term in page.key_terms)


def _introduction(page: Page) -> Points:
    first = page.running[0] if page.running else None
    if first and any(_matches(page, terms(sentence)) for sentence in first.sentences):
        return 9, "L’expression clé est dans la première phrase utile du chapeau."
    if first and _matches(page, first.terms):
        return 6, "L’expression clé est dans le premier paragraphe, mais répartie sur plusieurs phrases : réunissez-la."
    return 3, "L’expression clé manque dans le premier paragraphe : annoncez-y le sujet."


def _keyphrase_length(page: Page) -> Points:
    count = len(page.key_terms) if page.keyphrase.strip() else 0
    if not count:
        return 1, "Aucune expression clé : choisissez-en une."
    if count <= 4:
        return 9, "L’expression clé a une bonne longueur."
    return (6 if count <= 8 else 3), f"L’expression clé compte {count} mots utiles : quatre au plus conviennent."


def _density(page: Page) -> Points:
    count = sum(_occurrences(page, sentence) for sentence in page.sentences)
    if not page.words or not count:
        return 4, "L’expression clé n’est pas dans le texte : employez-la."
    low, high, far = DENSITY
    # A longer keyphrase need not come back as often as a single word.
    density = 100 * count / page.words * (0.7 + len(page.key_terms) / 3)
    if page.words < 100:
        most = 1 if page.words <= 50 else 2
        return (
            (9, "L’expression clé revient assez souvent.")
            if count <= most
            else (-10, "L’expression clé revient trop souvent.")
        )
    if density < low:
        needed = int(low * page.words / 100 / (0.7 + len(page.key_terms) / 3)) + 1
        return 4, f"L’expression clé revient {count} fois ; pour un texte de cette longueur, visez-en {needed}."
    if density <= high:
        return 9, f"L’expression clé revient {count} fois : c’est bien."
    return (-10 if density <= far else -50), f"L’expression clé revient {count} fois : c’est trop, allégez."


def _meta_keyphrase(page: Page) -> Points:
    count = sum(_occurrences(page, s) for s in re.split(r"(?<=[.!?…]) +", fold(page.meta_description)))
    if count in {1, 2}:
        return 9, "L’expression clé est dans la méta-description."
    message = "revient trop souvent dans" if count else "manque dans"
    return 3, f"L’expression clé {message} la méta-description."


def _meta_length(page: Page) -> Points:
    length = len(page.meta_description)
    if not length:
        return 1, "Pas de méta-description : écrivez-en une de 121 à 156 caractères."
    if META_MIN < length <= META_MAX:
        return 9, "La méta-description a une bonne longueur."
    return 6, f"La méta-description a {length} caractères : visez de {META_MIN + 1} à {META_MAX}."


def _subheadings(page: Page) -> Points | None:
    tops = [element for element in page.headings if element.level in {2, 3}]
    if not tops:
        if page.words <= 300:
            return 9, "Le texte est assez court pour se passer d’intertitres."
        return 2, "Aucun intertitre : ajoutez-en, dont un avec l’expression clé."
    hits = sum(_half(page, element.terms) for element in tops)
    share = hits / len(tops)
    if (len(tops) == 1 and hits) or 0.3 <= share <= 0.75:
        return 9, "L’expression clé est dans assez d’intertitres."
    if share > 0.75:
        return 3, "L’expression clé est dans presque tous les intertitres : variez-les."
    return 3, "L’expression clé est dans trop peu d’intertitres : placez-la dans un tiers d’entre eux."


def _half(page: Page, words: frozenset[str]) -> bool:
    found = sum(term in words for term in page.key_terms)
    return bool(page.key_terms) and found * 2 > len(page.key_terms)


def _competing_links(page: Page) -> Points:
    content = frozenset(page.key_terms)
    for _, words in page.links:
        useful = frozenset(t for t in ordered_terms(fold(words)) if t not in words_of("function_fr"))
        if content and useful == content:
            return 2, "Un lien porte l’expression clé comme texte : changez ses mots."
    return 8, "Aucun lien ne porte l’expression clé."


def _image_keyphrase(page: Page) -> Points | None:
    if not page.alts:
        return None
    with_alt = [alt for alt in page.alts if alt.strip()]
    hits = sum(sum(t in terms(fold(alt)) for t in page.key_terms) * 2 >= len(page.key_terms) > 0 for alt in with_alt)
    if not with_alt:
        return 3, "Les images n’ont pas de texte alternatif : décrivez-les."
    if not hits:
        return 6, "Aucun texte alternatif ne contient l’expression clé : ajoutez-la où elle convient."
    total = len(page.alts)
    if total < 5 or (total == 5 and 2 <= hits <= 4) or (total > 5 and 0.3 <= hits / total <= 0.75):
        return 9, "Les textes alternatifs des images contiennent l’expression clé."
    return 6, "L’expression clé est dans trop ou trop peu de textes alternatifs."


def _images(page: Page) -> Points:
    return (9, "Il y a une image au moins.") if page.alts else (3, "Aucune image : ajoutez-en une.")


def _length(page: Page) -> Points:
    if page.words >= 300:
        return 9, f"Le texte compte {page.words} mots."
    points = 6 if page.words >= 250 else 3 if page.words >= 200 else -10 if page.words >= 100 else -20
    return points, f"Le texte ne compte que {page.words} mots : visez-en 300 au moins."


def _outbound(page: Page) -> Points:
    outward = [href for href, _ in page.links if host_of(href) not in {"", page.host}]
    return (
        (9, "Il y a des liens vers d’autres sites.")
        if outward
        else (3, "Aucun lien vers un autre site : citez une source.")
    )


def _internal(page: Page) -> Points:
    inward = [href for href, _ in page.links if host_of(href) in {"", page.host} and not href.startswith("mailto:")]
    return (
        (9, "Il y a des liens vers d’autres pages du site.")
        if inward
        else (3, "Aucun lien vers une autre page du site : ajoutez-en un.")
    )


def _title_keyphrase(page: Page) -> Points:
    title, phrase = fold(page.title), fold(page.keyphrase).strip()
    match = re.search(rf"(?<![\w]){re.escape(phrase)}(?![\w])", title) if phrase else None
    if match:
        before = [word for word in re.findall(r"[^\W_]+", title[: match.start()]) if not _function(word)]
        if not before:
            return 9, "Le titre commence par l’expression clé."
        return 6, "Le titre contient l’expression clé : placez-la au début si cela se lit bien."
    if _matches(page, terms(title)):
        return 6, "Le titre contient les mots de l’expression clé, mais pas tels quels."
    return 2, "Le titre ne contient pas l’expression clé."


def _function(word: str) -> bool:
    return word in words_of("function_fr") or f"{word}'" in words_of("function_fr")


def _title_width(page: Page) -> Points:
    width = title_width(page.title)
    if not width:
        return 1, "Pas de titre."
    if width > MAX_TITLE_WIDTH:
        return 3, f"Le titre fait {width} pixels : au-delà de {MAX_TITLE_WIDTH}, les moteurs le coupent."
    return 9, "Le titre a une bonne longueur."


def _slug(page: Page) -> Points:
    words = set(page.slug.split("-"))
    wanted = [piece for term in page.key_terms for piece in [re.sub(r"[^a-z0-9]", "", bare(term))] if piece]
    found = sum(word in words or word in page.slug.replace("-", "") for word in wanted)
    if not wanted or not page.slug:
        return 3, "Il manque une adresse (slug) ou une expression clé."
    if found == len(wanted) or (len(wanted) > 2 and found * 2 > len(wanted)):
        return 9, "L’adresse (slug) contient l’expression clé."
    return 6, "L’adresse (slug) ne contient pas toute l’expression clé."


def _single_h1(page: Page) -> Points:
    count = sum(element.level == 1 for element in page.headings)
    return (8, "Un seul titre de niveau 1.") if count <= 1 else (1, "Plusieurs titres de niveau 1 : n’en gardez qu’un.")


def _distribution(page: Page) -> Points | None:
    marked = [_occurrences(page, sentence) > 0 for sentence in page.sentences]
    if not any(marked):
        return 1, "L’expression clé n’est pas dans le texte."
    longest = run = 0
    for hit in marked:
        run = 0 if hit else run + 1
        longest = max(longest, run)
    share = longest / len(marked)
    if len(marked) < 15 or share <= 0.3:
        return 9, "L’expression clé est bien répartie."
    points = 6 if share <= 0.5 else 1
    return points, "De longs passages se passent de l’expression clé : répartissez-la mieux."


ASSESSMENTS: dict[str, Callable[[Page], Points | None]] = {
    "keyphrase_in_introduction": _introduction,
    "keyphrase_length": _keyphrase_length,
    "keyphrase_density": _density,
    "keyphrase_in_meta_description": _meta_keyphrase,
    "meta_description_length": _meta_length,
    "keyphrase_in_subheadings": _subheadings,
    "competing_links": _competing_links,
    "keyphrase_in_image_alt": _image_keyphrase,
    "images": _images,
    "text_length": _length,
    "outbound_links": _outbound,
    "keyphrase_in_title": _title_keyphrase,
    "internal_links": _internal,
    "title_width": _title_width,
    "keyphrase_in_slug": _slug,
    "single_h1": _single_h1,
    "keyphrase_distribution": _distribution,
}

"""SEO assessments.

Thresholds and points: Yoast's published criteria ("SCORING SEO", yoastseo 3.6), in which each
assessment gives up to 9 points and the score is their sum over nine times their number, in per cent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bridge.article.width import MAX_TITLE_WIDTH, title_width
from bridge.checks import keyphrase
from bridge.checks.model import Assessment
from bridge.checks.page import Page, host_of
from bridge.checks.scoring import Points, assessed

META_MIN, META_MAX = 120, 156


def seo_assessments(page: Page) -> Iterator[Assessment]:
    """All SEO assessments of a page."""
    for identifier, assess in ASSESSMENTS.items():
        points = assess(page)
        if points is not None:
            yield assessed(identifier, "seo", points)


def _meta_length(page: Page) -> Points:
    length = len(page.meta_description)
    if not length:
        return 1, "Pas de méta-description : écrivez-en une de 121 à 156 caractères."
    if META_MIN < length <= META_MAX:
        return 9, "La méta-description a une bonne longueur."
    return 6, f"La méta-description a {length} caractères : visez de {META_MIN + 1} à {META_MAX}."


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


def _title_width(page: Page) -> Points:
    width = title_width(page.title)
    if not width:
        return 1, "Pas de titre."
    if width > MAX_TITLE_WIDTH:
        return 3, f"Le titre fait {width} pixels : au-delà de {MAX_TITLE_WIDTH}, les moteurs le coupent."
    return 9, "Le titre a une bonne longueur."


def _single_h1(page: Page) -> Points:
    count = sum(element.level == 1 for element in page.headings)
    return (8, "Un seul titre de niveau 1.") if count <= 1 else (1, "Plusieurs titres de niveau 1 : n’en gardez qu’un.")


ASSESSMENTS: dict[str, Callable[[Page], Points | None]] = {
    "keyphrase_in_introduction": keyphrase.introduction,
    "keyphrase_length": keyphrase.length,
    "keyphrase_density": keyphrase.density,
    "keyphrase_in_meta_description": keyphrase.meta_description,
    "meta_description_length": _meta_length,
    "keyphrase_in_subheadings": keyphrase.subheadings,
    "competing_links": keyphrase.competing_links,
    "keyphrase_in_image_alt": keyphrase.image_alts,
    "images": _images,
    "text_length": _length,
    "outbound_links": _outbound,
    "keyphrase_in_title": keyphrase.title,
    "internal_links": _internal,
    "title_width": _title_width,
    "keyphrase_in_slug": keyphrase.slug,
    "single_h1": _single_h1,
    "keyphrase_distribution": keyphrase.distribution,
}

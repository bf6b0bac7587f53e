"""Where the keyphrase stands: the assessments of `bridge.checks.seo` that ask for it."""

from __future__ import annotations

import re

from bridge.checks.page import Page, ordered_terms, terms
from bridge.checks.scoring import Points
from bridge.checks.text import bare, fold, words_of

#: Density of the keyphrase, in per cent of the words; beyond the last two it is stuffing.
DENSITY = (0.5, 3.0, 4.0)


def _matches(page: Page, words: frozenset[str]) -> bool:
    return bool(page.key_terms) and all(term in words for term in page.key_terms)


def _occurrences(page: Page, sentence: str) -> int:
    """How often all words of the keyphrase are found together in a sentence."""
    if not page.key_terms:
        return 0
    row = [piece for word in ordered_terms(sentence) for piece in {word, *word.split("-")}]
    return min(row.count(term) for term in page.key_terms)


def introduction(page: Page) -> Points:
    """In the first sentence, or at least the first paragraph."""
    first = page.running[0] if page.running else None
    if first and any(_matches(page, terms(sentence)) for sentence in first.sentences):
        return 9, "L’expression clé est dans la première phrase utile du chapeau."
    if first and _matches(page, first.terms):
        return 6, "L’expression clé est dans le premier paragraphe, mais répartie sur plusieurs phrases : réunissez-la."
    return 3, "L’expression clé manque dans le premier paragraphe : annoncez-y le sujet."


def length(page: Page) -> Points:
    """Four words that mean something at most."""
    count = len(page.key_terms) if page.keyphrase.strip() else 0
    if not count:
        return 1, "Aucune expression clé : choisissez-en une."
    if count <= 4:
        return 9, "L’expression clé a une bonne longueur."
    return (6 if count <= 8 else 3), f"L’expression clé compte {count} mots utiles : quatre au plus conviennent."


def density(page: Page) -> Points:
    """As often as suits the length of the text."""
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


def meta_description(page: Page) -> Points:
    """Once or twice in the meta description."""
    count = sum(_occurrences(page, s) for s in re.split(r"(?<=[.!?…]) +", fold(page.meta_description)))
    if count in {1, 2}:
        return 9, "L’expression clé est dans la méta-description."
    message = "revient trop souvent dans" if count else "manque dans"
    return 3, f"L’expression clé {message} la méta-description."


def subheadings(page: Page) -> Points | None:
    """In about a third of the subheadings."""
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


def competing_links(page: Page) -> Points:
    """Not the whole text of a link, which would send readers and search engines elsewhere."""
    content = frozenset(page.key_terms)
    for _, words in page.links:
        useful = frozenset(t for t in ordered_terms(fold(words)) if t not in words_of("function_fr"))
        if content and useful == content:
            return 2, "Un lien porte l’expression clé comme texte : changez ses mots."
    return 8, "Aucun lien ne porte l’expression clé."


def image_alts(page: Page) -> Points | None:
    """In some of the alternative texts; None without images."""
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


def title(page: Page) -> Points:
    """At the beginning of the title."""
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


def slug(page: Page) -> Points:
    """In the address."""
    words = set(page.slug.split("-"))
    wanted = [piece for term in page.key_terms for piece in [re.sub(r"[^a-z0-9]", "", bare(term))] if piece]
    found = sum(word in words or word in page.slug.replace("-", "") for word in wanted)
    if not wanted or not page.slug:
        return 3, "Il manque une adresse (slug) ou une expression clé."
    if found == len(wanted) or (len(wanted) > 2 and found * 2 > len(wanted)):
        return 9, "L’adresse (slug) contient l’expression clé."
    return 6, "L’adresse (slug) ne contient pas toute l’expression clé."


def distribution(page: Page) -> Points | None:
    """All along the text."""
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

"""Readability assessments.

Thresholds and points: Yoast's published criteria ("SCORING READABILITY", yoastseo 3.6). French Flesch: Kandel, Moles,
"Application de l'indice de Flesch à la langue française", 1958: 207 - 1.015 words/sentence - 73.6 syllables/word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bridge.checks.model import Assessment
from bridge.checks.page import Page
from bridge.checks.passive import is_passive
from bridge.checks.scoring import Points, assessed
from bridge.checks.text import words_of

LONG_SENTENCE, LONG_PARAGRAPH, LONG_SECTION = 20, 150, 300
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_VOWELS = re.compile(r"[aàâäiîïoôöuùûüyœæ]*(?:é|è|ê|ë|e|[aàâäiîïoôöuùûüyœæ])[aàâäiîïoôöuùûüyœæ]*")
_SKIPPED = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "celui",
        "celle",
        "ceux",
        "celles",
    ]
)


def readability_assessments(page: Page) -> Iterator[Assessment]:
    """All readability assessments of a page."""
    for identifier, assess in ASSESSMENTS.items():
        points = assess(page)
        if points is not None:
            yield assessed(identifier, "readability", points)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _sections(page: Page) -> Points:
    longest = max(page.sections, default=0)
    if not page.headings:
        if page.words <= LONG_SECTION:
            return 9, "Le texte est assez court pour se passer d’intertitres."
        return 2, "Le texte est long et n’a pas d’intertitres : ajoutez-en."
    if longest <= LONG_SECTION:
        return 9, "Les intertitres découpent bien le texte."
    points = 6 if longest <= 350 else 3
    return points, f"Une partie compte {longest} mots sans intertitre : coupez-la tous les {LONG_SECTION} mots."


def _paragraphs(page: Page) -> Points:
    longest = max((e.words for e in page.elements if e.kind in {"paragraph", "quote"}), default=0)
    if longest <= LONG_PARAGRAPH:
        return 9, "Aucun paragraphe n’est trop long."
    return (6 if longest <= 200 else 3), f"Un paragraphe compte {longest} mots : coupez-le vers {LONG_PARAGRAPH}."


def _sentence_length(page: Page) -> Points:
    long = sum(len(_WORD.findall(sentence)) > LONG_SENTENCE for sentence in page.sentences)
    share = _percent(long, len(page.sentences))
    if share <= 25:
        return 9, "La longueur des phrases convient."
    return (6 if share <= 30 else 3), f"{share:.0f} % des phrases dépassent {LONG_SENTENCE} mots : raccourcissez-les."


def _transitions(page: Page) -> Points:
    tied = sum(bool(_TRANSITION.search(sentence)) or _two_part(sentence) for sentence in page.sentences)
    share = _percent(tied, len(page.sentences))
    if page.words <= 200 or share >= 30:
        return 9, "Les phrases s’enchaînent bien."
    return (6 if share >= 20 else 3), f"{share:.0f} % des phrases ont un mot de liaison : visez 30 %."


def _alternatives(name: str) -> re.Pattern[str]:
    words = sorted(words_of(name), key=len, reverse=True)
    return re.compile(r"(?<![\w'-])(?:" + "|".join(map(re.escape, words)) + r")(?:(?<=')|(?![\w'-]))")


_TRANSITION = _alternatives("transitions_fr")
#: Words that tie when they come twice: "soit … soit".
_TWICE = ("soit", "ou", "ni")


def _two_part(sentence: str) -> bool:
    words = _WORD.findall(sentence)
    return any(words.count(word) > 1 for word in _TWICE)


def _passive(page: Page) -> Points:
    share = _percent(sum(map(is_passive, page.sentences)), len(page.sentences))
    if share <= 10:
        return 9, "La voix passive est rare."
    return (6 if share <= 15 else 3), f"{share:.0f} % des phrases sont à la voix passive : préférez l’actif."


def _presence(page: Page) -> Points | None:
    size = sum(len(element.text.raw) for element in page.elements)
    return (3, "Il y a trop peu de texte.") if size < 50 else None


def _beginnings(page: Page) -> Points:
    longest = run = 0
    last = ""
    for element in page.elements:
        for sentence in element.sentences if element.kind != "list" else ():
            first = _beginning(sentence)
            run = run + 1 if first and first == last else 1
            last = first
            longest = max(longest, run)
    if longest < 3:
        return 9, "Les débuts de phrase sont variés."
    return 3, f"{longest} phrases de suite commencent par le même mot : variez-les."


def _beginning(sentence: str) -> str:
    words = _WORD.findall(sentence)
    if words and words[0] in _SKIPPED and len(words) > 1:
        return f"{words[0]} {words[1]}"
    return words[0] if words else ""


def _flesch(page: Page) -> Points | None:
    ease = flesch(page)
    if ease is None:
        return None
    if ease >= 60:
        return 9, f"Le texte est facile à lire (Flesch estimé : {ease:.0f} sur 100)."
    hard = f"Le texte est difficile à lire (Flesch estimé : {ease:.0f} sur 100). Écrivez plus simple et plus court."
    return (6 if ease >= 40 else 3), hard


def flesch(page: Page) -> float | None:
    """French Flesch reading ease of the running text, 0 (hard) to 100 (easy); syllables are counted by rule."""
    words = [word for element in page.running for word in _WORD.findall(element.text.folded)]
    sentences = sum(len(element.sentences) for element in page.running)
    if not words or not sentences:
        return None
    ease = 207 - 1.015 * len(words) / sentences - 73.6 * sum(map(syllables, words)) / len(words)
    return max(0.0, min(100.0, ease))


def syllables(word: str) -> int:
    """Syllables of a folded French word, by groups of vowels, a mute final e left out.

    >>> [syllables(word) for word in ("école", "aujourd'hui", "créer", "table")]
    [2, 3, 2, 1]
    """
    stripped = re.sub(r"(?<=[^aàâiîoôuùyéèêq])(?:e|es|ent)$", "", word) or word
    return max(1, len(_VOWELS.findall(stripped)))


ASSESSMENTS: dict[str, Callable[[Page], Points | None]] = {
    "subheading_distribution": _sections,
    "paragraph_length": _paragraphs,
    "sentence_length": _sentence_length,
    "transition_words": _transitions,
    "passive_voice": _passive,
    "text_presence": _presence,
    "sentence_beginnings": _beginnings,
    "flesch": _flesch,
}

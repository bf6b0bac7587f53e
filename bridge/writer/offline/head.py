"""The head of a draft: titles, slug, meta description, focus keyphrase, excerpt."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from bridge.article import typeset
from bridge.writer.offline.french import stem, words_of
from bridge.writer.offline.keyphrase import keyphrase
from bridge.writer.offline.meta import excerpt, meta_description
from bridge.writer.offline.phrases import Phrase, noun_phrases
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.slug import slug
from bridge.writer.offline.title import titles


class Head(NamedTuple):
    """What a draft has besides its blocks; the fields are those of `Draft`."""

    titles: tuple[str, ...]
    slug: str
    meta_description: str
    focus_keyphrase: str
    excerpt: str


def head_of(reading: Reading) -> Head:
    """The head of an article, all of it in the article's own words."""
    focus = keyphrase(reading)
    found = titles(reading, focus, _phrases(reading))
    return Head(
        titles=found,
        slug=slug(found[0], focus),
        meta_description=_set(reading, meta_description(reading, focus)),
        focus_keyphrase=focus,
        excerpt=_set(reading, excerpt(reading)),
    )


def _set(reading: Reading, text: str) -> str:
    return typeset(text, reading.brief.locale, reading.brief.nbsp)


def _phrases(reading: Reading) -> list[Phrase]:
    """The noun phrases of two words and more, each once: the title's, those that recur, the others in their order."""
    empty = {stem(word) for word in words_of("empty_nouns")}
    of_title = noun_phrases(reading.title)
    of_text = [phrase for text in reading.texts for phrase in text.phrases if not phrase.speaks]
    counts = Counter(phrase.bare for phrase in of_text)
    counts.update({phrase.bare: len(of_text) for phrase in of_title})
    first: dict[str, Phrase] = {}
    for phrase in [*of_title, *of_text]:
        if len(phrase.stems) > 1 and phrase.head not in empty:
            first.setdefault(phrase.bare, phrase)
    return sorted(first.values(), key=lambda phrase: -counts[phrase.bare])

"""Three titles for search results, made of the author's title and the article's own words; cut at a clause,
never within a phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.article import typeset
from bridge.article.width import title_width
from bridge.writer.offline.clauses import clause_ends, object_ends, shortened
from bridge.writer.offline.french import ascii_fold, is_content, stem, tokens
from bridge.writer.offline.phrases import Phrase
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.split import leans

MOST_CHARS, MOST_PIXELS = 60, 580
LEAST_CHARS = 20
TITLES = 3
#: How many first sentences and phrases are tried.
SENTENCES, PHRASES = 12, 60
#: What a title is worth by what it is made of: the author's own, whole, behind its colon, up to a clause or an object;
#: a first sentence; the keyphrase before a heading or a phrase; a phrase alone. A later one is worth a little less.
OWN, BEHIND_COLON, CLAUSE, OBJECT, SENTENCE, TOPIC_HEADING, TOPIC_PHRASE, PHRASE = (
    8.0,
    5.5,
    6.0,
    4.5,
    3.0,
    2.5,
    1.5,
    1.0,
)
#: What it gains with the keyphrase in it, at its start, and by filling the line.
HAS_TOPIC, STARTS_TOPIC, LONG, LONG_CHARS = 2.0, 1.0, 1.0, 35

_QUOTES = '«»“”"'


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    worth: float


def titles(reading: Reading, keyphrase: str, phrases: list[Phrase]) -> tuple[str, ...]:
    """Up to three different titles, the best first; fewer only when the article has no more words to make
    them of.

    `phrases` are noun phrases of the article, the best first.
    """
    chosen: list[str] = []
    ranked = sorted(_candidates(reading, keyphrase, phrases), key=lambda candidate: -candidate.worth)
    for candidate in ranked:
        if all(_different(candidate.text, other) for other in chosen):
            chosen.append(candidate.text)
        if len(chosen) == TITLES:
            break
    return tuple(chosen) or (_cut_anywhere(reading.title),)


def own_title(reading: Reading) -> str:
    """The author's title, as much of it as search results show; all of it when it cannot be cut at a clause."""
    own = reading.title
    spare = [own[:end].rstrip() for end in object_ends(own) if fits(own[:end].rstrip())]
    return shortened(own, fits) or (spare[-1] if spare else own)


def fits(title: str) -> bool:
    """Whether search results show the whole of `title`."""
    return len(title) <= MOST_CHARS and title_width(title) <= MOST_PIXELS


def _candidates(reading: Reading, keyphrase: str, phrases: list[Phrase]) -> Iterator[_Candidate]:
    wanted = {token.low for token in tokens(keyphrase) if is_content(token)}
    for base, raw in _made(reading, keyphrase, phrases):
        text = typeset(raw.rstrip(" .,;:"), reading.brief.locale, reading.brief.nbsp)
        if not fits(text) or len(text) < LEAST_CHARS or reading.forbidden(text):
            continue
        said = [token.low for token in tokens(text) if is_content(token)]
        has_all = bool(wanted) and wanted <= set(said)
        first = has_all and said[0] in wanted
        yield _Candidate(text, base + HAS_TOPIC * has_all + STARTS_TOPIC * first + LONG * (len(text) >= LONG_CHARS))


def _made(reading: Reading, keyphrase: str, phrases: list[Phrase]) -> Iterator[tuple[float, str]]:
    """(a first worth, a title): the author's own, its clauses, the keyphrase before a phrase, a first
    sentence, a phrase.
    """
    own = reading.title
    yield OWN, own
    ends = [end for end in clause_ends(own) if fits(own[:end].rstrip(" ,;:"))]
    yield from ((CLAUSE - place, own[:end]) for place, end in enumerate(reversed(ends)))
    yield OBJECT, own_title(reading)
    if not fits(own) and " : " in (spaced := own.replace("\u00a0", " ").replace("\u202f", " ")):
        after = spaced.split(" : ", 1)[1]
        yield BEHIND_COLON, after[:1].upper() + after[1:]
    if keyphrase:
        yield from _with_keyphrase(reading, keyphrase, phrases)
    sentences = [sentence for text in reading.prose[:4] for sentence in text.sentences][:SENTENCES]
    for place, sentence in enumerate(sentences):
        if not leans(sentence) and not any(mark in sentence for mark in _QUOTES):
            yield SENTENCE - 0.2 * place, shortened(sentence, fits)
    yield from ((PHRASE - 0.01 * place, phrase.text) for place, phrase in enumerate(phrases[:PHRASES]))


def _with_keyphrase(reading: Reading, keyphrase: str, phrases: list[Phrase]) -> Iterator[tuple[float, str]]:
    topic = keyphrase[:1].upper() + keyphrase[1:]
    taken = {stem(token.low) for token in tokens(keyphrase)}
    headings = [text.passage.plain.strip() for text in reading.texts if text.heading]
    for place, heading in enumerate(headings[:PHRASES]):
        said = heading.replace("\u00a0", " ").replace("\u202f", " ").split(" : ")[-1]  # "Étape 1 : la butée haute"
        if not taken & {stem(token.low) for token in tokens(said)} and not any(mark in said for mark in ":?!"):
            yield TOPIC_HEADING - 0.01 * place, f"{topic} : {reading.lowered(said)}"
    for place, phrase in enumerate(phrases[:PHRASES]):
        if not taken & set(phrase.stems) and phrase.article:
            yield TOPIC_PHRASE - 0.01 * place, f"{topic} : {reading.lowered(phrase.text)}"


def _different(title: str, other: str) -> bool:
    """Whether two titles share less than most of their words."""
    left, right = ({ascii_fold(token.low) for token in tokens(text) if is_content(token)} for text in (title, other))
    return len(left & right) < 0.67 * max(len(left), len(right), 1)


def _cut_anywhere(title: str) -> str:
    """As many whole words of `title` as fit, letters of a single one: for an article that has nothing else to offer."""
    words = title[: 2 * MOST_CHARS].split()
    while len(words) > 1 and not fits(" ".join(words)):
        words.pop()
    text = " ".join(words)
    while not fits(text):
        text = text[:-1]
    return text

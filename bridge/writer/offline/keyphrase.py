"""The focus keyphrase: the run of content words, de/du/des/de l’ inside, that the article is most about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.writer.offline.french import Token, is_adjective, is_content, tokens, words_of
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.title import own_title

#: Most content words of a keyphrase; SEO tools call longer ones too long for French.
MOST_WORDS = 4
#: What a candidate gains where it stands and by how many content words it has. A phrase of two or three words
#: says what an article is about; one word rarely does.
IN_TITLE, STARTS_TITLE, IN_LEAD, IN_HEADING = 6.0, 3.0, 4.0, 1.0
BY_LENGTH = (0.0, 0.0, 6.0, 6.5, 4.0)
#: The share of the words that SEO tools want a keyphrase to have, in counts per word, and what reaching it
#: gains.
DENSITY, DENSE = 0.005, 8.0
#: The counts per word beyond which they call it too much, and what that costs.
TOO_DENSE, STUFFED = 0.025, 6.0
#: Only this many candidates, the most frequent, are measured closely, so that the time stays linear.
MEASURED = 80

_GLUE = frozenset({"de", "du", "des", "d’", "au", "aux"})
_ARTICLES = frozenset({"la", "l’"})


@dataclass(slots=True)
class _Candidate:
    text: str
    forms: frozenset[str]
    weight: float = 0.0


def keyphrase(reading: Reading) -> str:
    """The brief's keyphrase when it has one; otherwise the best of the article's own, "" when there is none.

    A candidate counts as often as a sentence holds all of its words in the same form, as SEO tools count.
    Equal scores go to the candidate that comes first in the article.
    """
    if reading.brief.keyphrase.strip():
        return reading.brief.keyphrase.strip()
    candidates = sorted(_candidates(reading).values(), key=lambda candidate: -candidate.weight)[:MEASURED]
    sentences = [
        Counter(token.low for token in tokens(sentence)) for text in reading.body for sentence in text.sentences
    ]
    title = [token.low for token in tokens(own_title(reading)) if is_content(token)]
    best, best_score = "", 0.0
    for candidate in candidates:
        score = _score(candidate, sentences, title, reading.words)
        if score > best_score and not reading.forbidden(candidate.text):
            best, best_score = candidate.text, score
    return best


def _candidates(reading: Reading) -> dict[str, _Candidate]:
    found: dict[str, _Candidate] = {}
    sources = [(reading.title, IN_TITLE)]
    sources += [(text.passage.plain, IN_HEADING if text.heading else 1.0) for text in reading.texts]
    for text, weight in sources:
        for phrase, forms in _runs(tokens(text), reading):
            candidate = found.setdefault(phrase.lower(), _Candidate(phrase, forms))
            candidate.weight += weight * (1 + 0.2 * len(forms))
    return found


def _score(candidate: _Candidate, sentences: Sequence[Counter[str]], title: Sequence[str], words: int) -> float:
    count = sum(min(sentence[form] for form in candidate.forms) for sentence in sentences)
    if not count:
        return 0.0
    needed = max(2.0, math.ceil(DENSITY * words / (0.7 + len(candidate.forms) / 3)))
    score = DENSE * min(1.0, count / needed) + BY_LENGTH[len(candidate.forms)]
    score -= STUFFED if count > TOO_DENSE * words else 0.0
    if candidate.forms <= set(title):
        score += IN_TITLE + (STARTS_TITLE if title[0] in candidate.forms else 0.0)
    if any(candidate.forms <= sentence.keys() for sentence in sentences[:2]):
        score += IN_LEAD
    return score


def _runs(found: Sequence[Token], reading: Reading) -> Iterator[tuple[str, frozenset[str]]]:
    """The runs of one to MOST_WORDS content words: (as they read within a sentence, their forms)."""
    for start in range(len(found)):
        if not _can_start(found, start):
            continue
        at, text, forms = start, reading.cased(found[start]), [found[start].low]
        inner = _is_inner(found, start)
        while True:
            if found[at].low not in words_of("before_noun") and len(set(forms)) == len(forms):
                yield text, frozenset(forms)
            glue, at = _glue(found, at + 1)
            if len(forms) == MOST_WORDS or at >= len(found) or not _fits(found[at]) or (inner and glue != " "):
                break
            if glue == " " and found[at - 1].text.isupper() and found[at].text.istitle():
                break  # "le chef de l’OTAN Lindqvist": a name beside an acronym is not one name
            text += glue + reading.cased(found[at])
            forms.append(found[at].low)


def _is_inner(found: Sequence[Token], at: int) -> bool:
    """Whether a word completes another, as in "(le sentier) des Douaniers de Kerlann"."""
    before = found[at - 1].low if at else ""
    return before in _GLUE or (before in _ARTICLES and at > 1 and found[at - 2].low == "de")


def _can_start(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if not _fits(token) or token.low in words_of("before_noun"):
        return False
    is_noun = token.text[0].isupper() or (at > 0 and found[at - 1].low in words_of("determiners"))
    return is_noun or not is_adjective(token.low)


def _fits(token: Token) -> bool:
    return is_content(token) and token.low not in words_of("empty_nouns")


def _glue(found: Sequence[Token], at: int) -> tuple[str, int]:
    """What joins the next content word to a run: a space, or " de la "; and where that word stands."""
    if at >= len(found) or found[at].low not in _GLUE:
        return " ", at
    glue, at = " " + found[at].low, at + 1
    if at < len(found) and found[at].low in _ARTICLES and glue == " de":
        glue, at = f"{glue} {found[at].low}", at + 1
    return glue if glue.endswith("’") else glue + " ", at

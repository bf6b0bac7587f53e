"""Noun phrases of plain text that may stand alone as a heading: "La base aérienne de Ramstein". None is
better than a bad one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.writer.offline.french import (
    Token,
    function_words,
    is_adjective,
    is_participle,
    is_verb,
    outside_quotations,
    stem,
    tokens,
    words_of,
)

MAX_WORDS = 8
_DEFINITE = {"le": "Le", "la": "La", "les": "Les", "l’": "L’", "du": "Le", "au": "Le", "aux": "Les"}
_INDEFINITE = {"un": "Un", "une": "Une"}
_ARTICLES = {*_DEFINITE, *_INDEFINITE, "des"}
_OF = {"de", "du", "des", "d’"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `text` with its article and a capital, `stems` of its content words.

    `head` is the stem of the noun; `proper` whether a name is in it; `article` whether it has one, `definite` whether
    that is definite; `speaks` whether a verb of saying is beside it; `listed` whether it is one of several.
    """

    text: str
    stems: tuple[str, ...]
    head: str
    proper: bool
    article: bool
    definite: bool
    speaks: bool
    listed: bool

    @property
    def bare(self) -> str:
        """The phrase without its article: what is the same phrase."""
        return " ".join(self.stems)


def noun_phrases(text: str) -> list[Phrase]:
    """The noun phrases of `text` (plain), each as long as its right edge is certain; figures and quotations
    stay out.
    """
    found = outside_quotations(tokens(text))
    phrases, at = [], 0
    while at < len(found):
        end = _phrase_end(found, at)
        phrase = _phrase(text, found, at, end) if end else None
        if phrase:
            phrases.append(phrase)
        at = max(at + 1, end)
    return phrases


def _phrase_end(found: Sequence[Token], at: int) -> int:
    """The index after the phrase that starts at `at`; 0 without one, or when it is denied or its end is uncertain."""
    token = found[at]
    if at and found[at - 1].low in words_of("negations"):
        return 0
    if token.low in _ARTICLES:
        end = _nominal(found, at + 1)
    elif _is_name(token) and at and found[at - 1].text not in ".!?…»:":
        end = _nominal(found, at)
    else:
        return 0
    while end and end < len(found) and found[end].low in _OF:
        if found[end].low in {"du", "des"} and (_is_name(found[end - 1]) or _follows_to(found, at)):
            return 0  # "fournit à l’Ukraine des armes": another object, no complement
        inner = _after_article(found, end + 1)
        if inner == end + 1 < len(found) and is_verb(found[inner].low) and found[end].low in {"de", "d’"}:
            return 0
        end = _nominal(found, inner)
    return end if end and _closed(found, end) else 0


def _follows_to(found: Sequence[Token], at: int) -> bool:
    return found[at].low in {"au", "aux"} or (at > 0 and found[at - 1].low == "à")


def _after_article(found: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(found) and found[at].low in {"la", "l’"} else at


def _nominal(found: Sequence[Token], at: int) -> int:
    """The index after adjectives, noun and adjectives from `at` on; 0 when no noun stands there."""
    while at < len(found) and found[at].low in words_of("before_noun"):
        at += 1
    if at >= len(found) or not _is_noun(found[at]):
        return 0
    at += 1
    if _is_name(found[at - 1]) and (at < 2 or found[at - 2].low not in words_of("determiners")):
        return _names(found, at)
    taken = 0
    while at < len(found) and taken < 2 and _is_qualifier(found, at):
        at, taken = at + 1, taken + 1
    return _names(found, at)


def _names(found: Sequence[Token], at: int) -> int:
    while at < len(found) and _is_name(found[at]):
        at += 1
    return at


def _is_noun(token: Token) -> bool:
    return token.is_word and token.low not in function_words() and not token.low[0].isdigit() and len(token.low) > 2


def _is_name(token: Token) -> bool:
    return token.is_word and token.text[0].isupper() and len(token.text) > 1 and token.low not in function_words()


def _is_qualifier(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if not token.is_word or token.text[0].isupper() or token.low in function_words() or is_verb(token.low):
        return False
    if is_participle(token.low):
        following = found[at + 1] if at + 1 < len(found) else None
        return following is None or not following.is_word or following.low in {"et", "qui", "que", "où"}
    return is_adjective(token.low)


def _closed(found: Sequence[Token], end: int) -> bool:
    """Whether the phrase surely ends before `end`: at a sign, a function word, a verb, or anything after a
    name.
    """
    if end >= len(found):
        return True
    following = found[end]
    if not following.is_word:
        return following.text not in "-/&%«“(’'"
    return (
        following.low in function_words()
        or is_verb(following.low)
        or _is_name(found[end - 1])
        or is_participle(following.low)
    )


def _phrase(text: str, found: Sequence[Token], at: int, end: int) -> Phrase | None:
    first, last = found[at], found[end - 1]
    if end - at > MAX_WORDS or any(token.low[0].isdigit() for token in found[at:end]):
        return None
    body = text[first.end : last.end].strip()
    lead = _DEFINITE.get(first.low) or _INDEFINITE.get(first.low)
    if lead is None:
        body = text[first.start : last.end] if first.low != "des" else body
        written = body[0].upper() + body[1:]
    else:
        written = _with_article(lead, first, body)
    inside = [token for token in found[at:end] if token.is_word and token.low not in function_words()]
    if not inside:
        return None
    return Phrase(
        text=written,
        stems=tuple(stem(token.low) for token in inside),
        head=stem(next((t.low for t in inside if t.low not in words_of("before_noun")), inside[0].low)),
        proper=any(_is_name(token) for token in inside),
        article=lead is not None,
        definite=lead is not None and first.low in _DEFINITE,
        speaks=_is_speaker(found, at, end),
        listed=_is_listed(found, at, end),
    )


def _is_speaker(found: Sequence[Token], at: int, end: int) -> bool:
    """ "a déclaré un diplomate", "le ministre a annoncé", "le ministre, Jean Roux, annonce"."""
    if end < len(found) and found[end].text == ",":
        end += 1
    behind = end + (end < len(found) and found[end].low in {"a", "ont", "avait", "avaient"})
    return any(0 <= place < len(found) and found[place].low in words_of("sayings") for place in (at - 1, behind))


def _is_listed(found: Sequence[Token], at: int, end: int) -> bool:
    """ "des pompes, (des sacs de sable) et une formation": one of several."""
    before = found[at - 1].low if at else ""
    after = found[end].low if end < len(found) else ""
    return before in {"et", "ou"} or after in {"et", "ou"} or before == after == ","


def _with_article(lead: str, first: Token, body: str) -> str:
    return lead + body if lead.endswith("’") else f"{lead} {body}"

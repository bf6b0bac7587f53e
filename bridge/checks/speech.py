"""Who says what: verbs of speech, incises, and the speaker that stands next to a quotation."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.checks.names import Name, names_in
from bridge.checks.text import Text, Token, bare, is_content, stem, words_of

#: Stems of the regular verbs of speech; the irregular forms below, in full.
_REGULAR = words_of("speech_fr")
_IRREGULAR = words_of("speech_irregular_fr")
_ENDINGS = ("e", "ent", "a", "ait", "aient", "é", "ée", "èrent", "ant")
SPEECH_VERBS = frozenset([*(root + ending for root in _REGULAR for ending in _ENDINGS), *_IRREGULAR])
VERB = (
    "(?:(?:"
    + "|".join(sorted(_REGULAR, key=len, reverse=True))
    + ")(?:"
    + "|".join(sorted(_ENDINGS, key=len, reverse=True))
    + ")|"
    + "|".join(sorted(_IRREGULAR, key=len, reverse=True))
    + r")(?![\w])"
)
AUXILIARY = r"(?:a|ont|avait|avaient|aurait|s'est|se sont|s'était)"
_SUBJECT = "(?:-t)?-(?:il|elle|on|ils|elles)"
INVERTED = rf"(?:m'|nous |lui |l')?(?:{AUXILIARY}{_SUBJECT} (?:[^\W_]+ )?{VERB}|{VERB}{_SUBJECT})"
_INCISE = rf"(?:{INVERTED}|(?:s'|se )?{VERB}|{AUXILIARY} (?:[^\W_]+ )?{VERB})"

#: Further than this from its quotation, in characters, nobody is its speaker.
REACH = 400

#: An incise within a quotation: "…, a-t-elle ajouté, …" or "…, explique Jeanne Morel, …".
SPEECH_ASIDE = re.compile(rf"(?:,| -) {_INCISE}(?![\w'-])[^,«»;:!?]{{0,90}}(?:, |,? ?$|- )")
_AFTER = re.compile(rf"[ »\"]*[,.!?…]*[ »\"]*[,-]? ?(?P<by>{_INCISE}(?![\w'-])|selon|d'après|dixit|pour)")
# Right behind a closed quotation and a comma, what is no function word is a verb with its subject behind it.
_AFTER_ANY = re.compile(r" ?[»\"][,.!?…]* ?, (?P<by>[^\W\d_][^\W_]*(?:['-][^\W_]+)*)")
# « … » surveillé par des observateurs, ont déclaré deux diplomates
_AFTER_LATER = re.compile(rf"[^.;!?«\n]{{0,140}}?, (?P<by>{_INCISE}(?![\w'-])|selon|d'après)")
_VERB_BEFORE = re.compile(rf"(?<![\w'-]){_INCISE}(?![\w-])")
_ACCORDING = re.compile(r"(?<![\w'-])(?:selon|d'après|pour|aux yeux de|de l'avis de)(?= |$|')")
#: "a-t-elle dit", and "d'après le même texte": somebody who was named before.
_PRONOUN = re.compile(
    r"(?:-t-|-| |^)(?:il|elle|ils|elles|on)(?![\w'])|(?<![\w'-])(?:le|la|les|du|ce|cette) mêmes?(?![\w'-])"
)
_STOP = re.compile(r"[.;:!?\n](?=\s|$|»)")
_PREPOSITION = frozenset(
    [
        "de",
        "du",
        "des",
        "d'",
        "à",
        "au",
        "aux",
        "en",
        "dans",
        "chez",
        "pour",
        "par",
        "avec",
        "sur",
        "vers",
        "devant",
        "contre",
        "lors",
    ]
)
_INDEFINITE = frozenset(
    ["un", "une", "des", "deux", "trois", "quatre", "plusieurs", "certains", "certaines", "quelques", "aucun"]
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is said to speak: name tokens (without accents), or the stems of a role ("le maire de …"), or a pronoun."""

    names: frozenset[str] = frozenset()
    role: tuple[str, ...] = ()
    pronoun: bool = False
    indefinite: bool = False
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether it says who speaks."""
        return bool(self.names or self.role)


def speaker_around(text: Text, start: int, end: int, places: Sequence[tuple[int, int]]) -> Speaker:
    """The speaker of the quotation at `start`..`end` of `text`; `places` are those of all quotations."""
    for aside in SPEECH_ASIDE.finditer(text.folded, start, end):
        return _speaker(text, aside.start(), aside.end())
    following = bisect(places, (end, len(text.raw)))
    after_end = min(places[following][0] if following < len(places) else len(text.raw), end + REACH)
    after = _AFTER.match(text.folded, end, after_end) or _verb_behind(text, end, after_end)
    after = after or _AFTER_LATER.match(text.folded, end, after_end)
    # A capital opens a sentence of its own: « … ». D'après lui, …
    if after and not text.raw[after.start("by")].isupper():
        stop = _clause_end(text, after.end(), after_end)
        return _speaker(text, after.start("by"), stop)
    preceding = bisect_left(places, (start, 0)) - 1
    before_start = places[preceding][1] if preceding >= 0 and places[preceding][1] < start else 0
    return _speaker_before(text, max(before_start, _sentence_start(text, start), start - REACH), start)


def _verb_behind(text: Text, end: int, limit: int) -> re.Match[str] | None:
    match = _AFTER_ANY.match(text.folded, end, limit)
    if match is None:
        return None
    word = re.split(r"['-]", match.group("by"))[0]
    auxiliary = match.group("by") in {"a", "ont", "avait", "avaient"} or "-t-" in match.group("by")
    return (
        match
        if auxiliary or (word not in words_of("function_fr") and f"{word}'" not in words_of("function_fr"))
        else None
    )


def _clause_end(text: Text, start: int, limit: int) -> int:
    for match in _STOP.finditer(text.folded, start, limit):
        if match.group() != "." or text.folded[max(0, match.start() - 3) : match.start()].strip() not in {
            "m",
            "dr",
            "mme",
            "pr",
        }:
            return match.start()
    return limit


def _sentence_start(text: Text, place: int) -> int:
    at = bisect(text.sentences, place, key=lambda span: span.start)
    return text.sentences[at - 1].start if at else 0


def _speaker_before(text: Text, start: int, end: int) -> Speaker:
    clause = text.folded[start:end]
    according = _ACCORDING.search(clause)
    if according:
        return _speaker(text, start + according.end(), end)
    verb = _VERB_BEFORE.search(clause)
    if verb:
        return _speaker(text, start, start + verb.end())
    if clause.rstrip().endswith((":", ": «")):
        return _speaker(text, start, end)
    return Speaker()


def _speaker(text: Text, start: int, end: int) -> Speaker:
    """The speaker that the clause names: a name that no preposition governs, else the head of its first noun phrase."""
    clause = text.folded[start:end]
    first, last = (bisect_left(text.tokens, place, key=lambda token: token.start) for place in (start, end))
    tokens = text.tokens[first:last]
    found = [name for name in names_in(text, start, end) if not governed(name, tokens)]
    # A single word that opens the sentence is a speaker only when there is no better one ("Prévoyez …, car
    # Anne dit :").
    found.sort(key=lambda name: name.initial and not name.verbed)
    shown = text.raw[start:end].strip(' ,»"')
    if found:
        return Speaker(frozenset(found[0].tokens), (), False, False, shown)
    if _PRONOUN.search(clause):
        return Speaker(pronoun=True, text=shown)
    role = [t for t in tokens if is_content(t.word) and t.word not in SPEECH_VERBS and "-t-" not in t.word]
    indefinite = any(t.word in _INDEFINITE for t in tokens[: tokens.index(role[0])]) if role else False
    return Speaker(role=tuple(stem(bare(t.word)) for t in role[:4]), indefinite=indefinite, text=shown)


def governed(name: Name, tokens: Sequence[Token]) -> bool:
    """ "le chef de l'OTAN" names a chief, not the OTAN."""
    before = [token.word for token in tokens if token.end <= name.start][-2:]
    if before and before[-1] in {"l'", "la", "le", "les"}:
        before.pop()
    return bool(before) and before[-1] in _PREPOSITION

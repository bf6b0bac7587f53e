"""Cutting a sentence where a clause ends, so that what is left is whole and says nothing that the whole did
not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bridge.writer.offline.french import (
    Token,
    function_words,
    is_participle,
    is_verb,
    main_verbs,
    tokens,
    words_of,
)

#: Longer sentences are never cut: nothing of that length heads an article, and the time stays linear.
MOST_CHARS = 1000

_PAUSES = {",", ";", ":", "–", "—"}
_OPEN, _CLOSE = set("«“("), set("»”)")
_TRIM = " \t\n\u00a0\u202f,;:–—-"


def shortened(sentence: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of `sentence` (plain text, no full stop) that ends at a clause and `fits`, ""
    when none does.
    """
    if fits(sentence):
        return sentence
    for end in reversed(clause_ends(sentence)):
        head = sentence[:end].rstrip(_TRIM)
        if fits(head):
            return head
    return ""


def clause_ends(sentence: str) -> list[int]:
    """The places, in order, where `sentence` may be cut.

    Before a pause, or before an adverbial ("alors que …", "pour …", "en …") that follows a noun. Never inside
    or after a quotation, nor where attribution ("a déclaré …", "selon …"), a condition, a restriction or half
    of an enumeration would be cut away, nor before the verb of the sentence.
    """
    if len(sentence) > MOST_CHARS:
        return []
    found = tokens(sentence)
    floor, inside = _attributed(found), _enclosed(found)
    has_verb = main_verbs(found) > 0
    opens_with_clause = bool(found) and found[0].low in words_of("openers") | words_of("subordinators")
    ends, pauses = [], 0
    for at in range(1, len(found)):
        is_pause = found[at].text in _PAUSES and not inside[at]
        pauses += is_pause
        if at < floor or inside[at] or (opens_with_clause and pauses < 2):
            continue
        if not (_at_pause(found, at) if is_pause else _at_adverbial(found, at)):
            continue
        if not has_verb or main_verbs(found[:at]) > 0:
            ends.append(found[at].start)
    return ends


def object_ends(sentence: str) -> list[int]:
    """The places before "à", "au", "aux" that follow an object: "La ministre fait une visite surprise | au barrage".

    Shorter than a clause, but whole: for a title that has no clause to spare.
    """
    if len(sentence) > MOST_CHARS:
        return []
    found = tokens(sentence)
    floor, inside = _attributed(found), _enclosed(found)
    ends = []
    for at in range(4, len(found)):
        near = [token.low for token in found[at - 3 : at]]
        has_object = near[1] in words_of("objects") or near[0] in words_of("objects")
        plain_end = (
            found[at - 1].is_word and found[at - 1].low not in function_words() and not is_verb(found[at - 1].low)
        )
        allowed = at >= floor and not inside[at] and not any(word in words_of("superlatives") for word in near)
        whole = has_object and plain_end and main_verbs(found[: at - 2]) > 0
        if found[at].low in {"à", "au", "aux"} and allowed and whole:
            ends.append(found[at].start)
    return ends


def _attributed(found: Sequence[Token]) -> int:
    """The first place for a cut that leaves every word of somebody's saying, and who says it, in front."""
    said = (at for at in range(len(found) - 1, -1, -1) if _is_saying(found[at].low))
    return next(said, -2) + 2


def _is_saying(word: str) -> bool:
    return word in words_of("sayings") or word.endswith(("-t-il", "-t-elle"))


def _enclosed(found: Sequence[Token]) -> list[bool]:
    """Which tokens stand in quotation marks or parentheses; a mark that is never closed encloses the rest."""
    depth, straight, inside = 0, False, []
    for token in found:
        depth += token.text in _OPEN
        inside.append(depth > 0 or straight)
        depth = max(0, depth - (token.text in _CLOSE))
        straight ^= token.text == '"'
    return inside


def _at_pause(found: Sequence[Token], at: int) -> bool:
    following = found[at + 1] if at + 1 < len(found) else None
    if following is None or following.low in words_of("keep_after"):
        return False
    if _glued(found, at):
        return False
    tail = found[at + 1 :]
    enumerates = any(token.low in {"et", "ou"} for token in tail) and main_verbs(tail) < 1
    return found[at].text in ":;" or not enumerates


def _glued(found: Sequence[Token], at: int) -> bool:
    """A comma within a figure, or a colon within a time."""
    return at + 1 < len(found) and found[at - 1].end == found[at].start and found[at].end == found[at + 1].start


def _at_adverbial(found: Sequence[Token], at: int) -> bool:
    token, last = found[at], found[at - 1]
    if token.low in {"de", "d’", "du", "des"}:
        return last.low in {"euros", "dollars"} or _after_name(found, at)  # "48 millions d’euros | de travaux"
    pair = f"{token.low}_{found[at + 1].low}" if at + 1 < len(found) else ""
    if not (token.low in words_of("cut_before") or pair in words_of("cut_before_pairs")) or not last.is_word:
        return False
    if any(near.low in words_of("superlatives") for near in found[max(0, at - 6) : at]):
        return False
    if last.low in function_words() or is_verb(last.low) or is_participle(last.low):
        return False
    figure = last.low[0].isdigit() and len(last.low) != 4
    before = found[at - 2] if at > 1 else None
    counted = before is not None and before.low[0].isdigit() and last.low not in words_of("months")
    return not (figure or counted)


def _after_name(found: Sequence[Token], at: int) -> bool:
    """ "le sentier des Douaniers | de la presqu’île", but not "Charles de Gaulle" nor "la ville de Vienne"."""
    rest = [token.low for token in found[at : at + 2]]
    articled = rest[0] in {"du", "des"} or rest[1:] in (["la"], ["l’"])
    behind = found[at + 1 + (rest[0] == "de") :][:1]
    return articled and found[at - 1].text.istitle() and at > 1 and all(token.text.islower() for token in behind)

"""Whether two texts give a quotation to the same speaker, who may be a name in one and a role in the other."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from bridge.article.model import Severity
from bridge.checks.names import Name
from bridge.checks.quotations import Quotation
from bridge.checks.source import Source
from bridge.checks.speech import Speaker, governed
from bridge.checks.text import bare, is_content, stem
from bridge.checks.units import Unit

#: Characters between a name and a word that may describe it.
REACH = 60


class Speakers:
    """Knows who is who in a source: which words stand beside which name."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def described(self) -> dict[str, set[str]]:
        """Stem of a word -> tokens of the names that it stands nearest to, sentence by sentence."""
        found: dict[str, set[str]] = defaultdict(set)
        for unit in self.source.all_units:
            for word, tokens in _neighbours(unit):
                found[word].update(tokens)
        return found

    def verdict(
        self, quotation: Quotation, unit: Unit, original: Quotation, where: Unit
    ) -> tuple[Severity, str] | None:
        """How bad the draft's choice of speaker is, and whom the source names; None when they agree."""
        drafted, said = quotation.speaker, self.resolved(original, where)
        if not drafted.known or not said.known:
            return None
        if drafted.names and said.names:
            return None if _same_name(drafted, said) else ("error", said.text)
        if drafted.names:
            return self._name_for_role(drafted, said)
        if said.names:
            return self._role_for_name(drafted, said)
        return self._role_for_role(drafted, said)

    def _name_for_role(self, drafted: Speaker, said: Speaker) -> tuple[Severity, str] | None:
        if said.indefinite:
            return "error", said.text
        return None if drafted.names & self.described.get(said.role[0], set()) else ("error", said.text)

    def _role_for_name(self, drafted: Speaker, said: Speaker) -> tuple[Severity, str] | None:
        linked = [self.described[role] for role in drafted.role if role in self.described]
        if any(names & said.names for names in linked):
            return None
        return ("error" if drafted.role[0] in self.described else "warning"), said.text

    def _role_for_role(self, drafted: Speaker, said: Speaker) -> tuple[Severity, str] | None:
        if set(drafted.role) & set(said.role):
            return None
        one = self.described.get(drafted.role[0], set())
        if one & self.described.get(said.role[0], set()):
            return None
        return ("error" if one else "warning"), said.text

    def resolved(self, original: Quotation, where: Unit) -> Speaker:
        """The speaker of a quotation of the source; a pronoun goes back to the last speaker named before it."""
        if not original.speaker.pronoun:
            return original.speaker
        units = self.source.passages
        at = next((i for i, unit in enumerate(units) if unit is where), 0)
        for unit in units[at : at - 3 if at >= 3 else None : -1]:
            found = _last_speaker(unit, original.start if unit is where else len(unit.text.raw))
            if found.known:
                return found
        return Speaker()


def _last_speaker(unit: Unit, before: int) -> Speaker:
    """Who was last named or said to speak in `unit` before a place, words between quotation marks left aside."""
    # "« … », a déclaré Anne Morel aux côtés du maire, Paul Gaud. « … », a-t-elle ajouté": who stands by does not speak.
    aside = [(q.end, _sentence_end(unit, q.end)) for q in unit.quotations if q.speaker.known]
    inside = [*((q.start, q.end) for q in unit.quotations), *aside]
    said = [(q.start, q.speaker) for q in unit.quotations if q.start < before and q.speaker.known]
    for name in ungoverned(unit):
        article = unit.text.folded[max(0, name.start - 3) : name.start].endswith(("la ", "le ", "l'", "es "))
        if name.start < before and not name.initial and not article and not _within(name, inside):
            said.append((name.start, Speaker(frozenset(name.tokens), text=name.text)))
    if not said:
        # "J'ai marché avec Anne Morel. « … », a-t-elle dit": a full name, even behind a preposition.
        full = [
            name for name in unit.names if name.start < before and len(name.tokens) > 1 and not _within(name, inside)
        ]
        said = [(name.start, Speaker(frozenset(name.tokens), text=name.text)) for name in full]
    return max(said, key=lambda found: found[0])[1] if said else Speaker()


def _sentence_end(unit: Unit, place: int) -> int:
    sentences = unit.text.sentences
    at = bisect(sentences, place, key=lambda span: span.start)
    return sentences[at - 1].end if at else place


def _within(name: Name, places: list[tuple[int, int]]) -> bool:
    return any(start <= name.start < end for start, end in places)


def ungoverned(unit: Unit) -> list[Name]:
    """The names of `unit` that no preposition governs: those that can be a speaker's."""
    tokens, found, at = unit.text.tokens, [], 0
    for name in unit.names:
        while at < len(tokens) and tokens[at].end <= name.start:
            at += 1
        if not governed(name, tokens[max(0, at - 2) : at]):
            found.append(name)
    return found


def _same_name(one: Speaker, other: Speaker) -> bool:
    shared = one.names & other.names
    return bool(shared) and (shared in (one.names, other.names) or len(shared) > 1)


def _neighbours(unit: Unit) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each content word of `unit` with the nearest name of its sentence, when one is near."""
    inside = [name for name in ungoverned(unit) if not name.initial or name.verbed]
    starts = [name.start for name in inside]
    ends = [sentence.end for sentence in unit.text.sentences]
    for token in unit.text.tokens:
        if not inside or not is_content(token.word):
            continue
        at = bisect(starts, token.start)
        near = [
            name for name in inside[max(0, at - 1) : at + 1] if bisect(ends, name.start) == bisect(ends, token.start)
        ]
        if near:
            nearest = min(near, key=lambda name: max(name.start - token.end, token.start - name.end))
            if max(nearest.start - token.end, token.start - nearest.end) <= REACH:
                yield stem(bare(token.word)), nearest.tokens

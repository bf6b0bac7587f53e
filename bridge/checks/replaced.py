"""Whether a name of the draft took the place of another of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.article.model import Severity
from bridge.checks.align import Aligner
from bridge.checks.names import Name
from bridge.checks.register import Register, alike
from bridge.checks.speakers import Speakers
from bridge.checks.text import bare, stem
from bridge.checks.units import Sentence, Unit

_PIECE = re.compile(r"[^\W_]+")
_PRONOUN = re.compile(
    r"(?<![\w'])(?:il|elle|ils|elles|lui|celui-ci|celle-ci|j'|je|-t-il|-t-elle)(?![\w'])|-(?:il|elle)(?!\w)"
)

#: Characters beside a name where its description stands.
REACH = 30


@dataclass(frozen=True)
class Replacement:
    """Looks for the name that stood where `name` stands in `unit`; none of the passages named has `name`."""

    name: Name
    unit: Unit
    register: Register
    speakers: Speakers
    aligner: Aligner

    def found(self, named: Sequence[Unit]) -> tuple[Severity, Unit, Name] | None:
        """The name that is gone and where; a warning when a pronoun or a role of the source may stand for `name`."""
        around = self._around(self.unit, self.name)
        kept = self.unit.text.tokens_bare
        for other in named:
            for gone in other.names:
                theirs = self._around(other, gone)
                beside = around[0] == theirs[0] != "" or (around[1] == theirs[1] != "")
                if beside and not any(token in kept or self._kin(token) for token in gone.tokens):
                    return "error", other, gone
        return self._described_as(named) or self._left_out(named) or self._said_again(named)

    def _described_as(self, named: Sequence[Unit]) -> tuple[Severity, Unit, Name] | None:
        """ "Anne Morel, maire de …" where the source's mayor is somebody else, whom the block does not name."""
        beside = self.unit.text.folded[max(0, self.name.start - REACH) : self.name.start].rpartition(".")[2].split()
        beside += self.unit.text.folded[self.name.end : self.name.end + REACH].partition(".")[0].split()
        described = self.speakers.described
        stems = [stem(bare(word.strip(",;:()«»").split("'")[-1])) for word in beside]
        if any(set(self.name.tokens) & described.get(word, set()) for word in stems):
            return None
        for other, gone in self._gone(named):
            if any(set(gone.tokens) & described.get(word, set()) for word in stems):
                return "error", other, gone
        return None

    def _left_out(self, named: Sequence[Unit]) -> tuple[Severity, Unit, Name] | None:
        """A full name came in while one went out; a pronoun may stand for somebody named before."""
        if len(self.name.tokens) < 2:
            return None
        for other, gone in self._gone(named):
            first = min(unit.number or 0 for unit in named)
            before = {0, 1, first - 1} & self.register.places.get(self.name.tokens[-1], set())
            earlier = [s.folded for s in self.aligner.by_number[other.number] if s.start < gone.start]
            pronoun = any(map(_PRONOUN.search, earlier))
            return ("warning" if before and pronoun else "error"), other, gone
        return None

    def _gone(self, named: Sequence[Unit]) -> Iterator[tuple[Unit, Name]]:
        """The full names of the passages that the block does not name."""
        kept = self.unit.text.tokens_bare
        for other in named:
            for gone in other.names:
                telling = [token for token in gone.tokens if len(token) > 2]
                if self.register.is_full(gone) and not any(token in kept or self._kin(token) for token in telling):
                    yield other, gone

    def _said_again(self, named: Sequence[Unit]) -> tuple[Severity, Unit, Name] | None:
        """The sentence of the source that this one says again has another full name."""
        drafted = next((s for s in self.unit.sentences if s.start <= self.name.start < s.end), None)
        original = self.aligner.match(drafted, named) if drafted else None
        if drafted is None or original is None:
            return None
        kept = {match.group() for match in _PIECE.finditer(drafted.folded)}
        for gone in original.unit.names:
            inside = original.start <= gone.start < original.end and len(gone.tokens) > 1
            if inside and not any(bare(t) in kept or self._kin(t) for t in gone.tokens if len(t) > 2):
                return ("warning" if self._may_stand_for(original) else "error"), original.unit, gone
        return None

    def _may_stand_for(self, original: Sentence) -> bool:
        described = self.speakers.described
        linked = any(set(self.name.tokens) & described.get(word, set()) for word in original.stems)
        return linked or bool(_PRONOUN.search(original.folded))

    def _kin(self, token: str) -> bool:
        """Whether a name is a spelling of this one, or part of one name with it ("Louves de Brégançon")."""
        return any(alike(token, other) or (token, other) in self.register.together for other in self.name.tokens)

    @staticmethod
    def _around(unit: Unit, name: Name) -> tuple[str, str]:
        """The two words before a name and the two after it, in one string each; "" at an edge."""
        before = [match.group() for match in _PIECE.finditer(unit.text.folded, max(0, name.start - 60), name.start)][
            -2:
        ]
        after = [match.group() for match in _PIECE.finditer(unit.text.folded, name.end, name.end + 60)][:2]
        return " ".join(before) if len(before) == 2 else "", " ".join(after) if len(after) == 2 else ""

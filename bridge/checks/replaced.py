"""Whether a name of the draft took the place of another of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.article.model import Severity
from bridge.checks.align import Aligner, Sentence, sentences_of
from bridge.checks.names import Name
from bridge.checks.register import Register, alike
from bridge.checks.source import Unit
from bridge.checks.speakers import Speakers

_PIECE = re.compile(r"[^\W_]+")
_PRONOUN = re.compile(r"(?<![\w'])(?:il|elle|ils|elles|lui|celui-ci|celle-ci|j'|je|-t-il|-t-elle)(?![\w'])|-(?:il|elle)(?!\w)")


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
        return self._said_again(named)

    def _said_again(self, named: Sequence[Unit]) -> tuple[Severity, Unit, Name] | None:
        drafted = next((s for s in sentences_of(self.unit) if s.start <= self.name.start < s.end), None)
        original = self.aligner.match(drafted, named) if drafted else None
        if drafted is None or original is None:
            return None
        kept = {match.group() for match in _PIECE.finditer(drafted.folded)}
        for gone in original.unit.names:
            inside = original.start <= gone.start < original.end
            if inside and self._alike_in_kind(gone) and not any(t in kept or self._kin(t) for t in gone.tokens):
                return ("warning" if self._may_stand_for(original) else "error"), original.unit, gone
        return None

    def _alike_in_kind(self, gone: Name) -> bool:
        """People and the like have two words; a place is no person."""
        return len(self.name.tokens) > 1 and len(gone.tokens) > 1

    def _may_stand_for(self, original: Sentence) -> bool:
        described = self.speakers.described
        linked = any(set(self.name.tokens) & described.get(word, set()) for word in original.stems)
        return linked or bool(_PRONOUN.search(original.folded))

    def _kin(self, token: str) -> bool:
        """Whether a name is a spelling of this one, or part of one longer name with it ("Louves", "Louves de Brégançon")."""
        return any(alike(token, other) or (token, other) in self.register.together for other in self.name.tokens)

    @staticmethod
    def _around(unit: Unit, name: Name) -> tuple[str, str]:
        """The two words before a name and the two after it, in one string each; "" at an edge."""
        before = [match.group() for match in _PIECE.finditer(unit.text.folded, max(0, name.start - 60), name.start)][-2:]
        after = [match.group() for match in _PIECE.finditer(unit.text.folded, name.end, name.end + 60)][:2]
        return " ".join(before) if len(before) == 2 else "", " ".join(after) if len(after) == 2 else ""

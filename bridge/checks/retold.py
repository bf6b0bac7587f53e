"""Which sentences of a source the units of a draft say again, and which of them says what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.checks.align import Aligner
from bridge.checks.source import Sentence, Source, Unit


@dataclass(frozen=True)
class Retold:
    """`pairs`: unit -> its sentences, each with the one of the source that it says again. `by`: the reverse."""

    pairs: Mapping[Unit, Sequence[tuple[Sentence, Sentence]]]
    by: Mapping[Sentence, Sequence[Sentence]]

    def here(self, unit: Unit, original: Sentence) -> list[Sentence]:
        """What `unit` says of `original`."""
        return [sentence for sentence in self.by.get(original, ()) if sentence.unit is unit]

    def elsewhere(self, unit: Unit, original: Sentence) -> list[Sentence]:
        """What the other units say of `original`."""
        return [sentence for sentence in self.by.get(original, ()) if sentence.unit is not unit]


def retold_by(units: Sequence[Unit], source: Source, aligner: Aligner) -> Retold:
    """Each sentence of `units` with the one of the source that it says again, if there is one."""
    pairs: dict[Unit, list[tuple[Sentence, Sentence]]] = {}
    by: dict[Sentence, list[Sentence]] = defaultdict(list)
    for unit in units:
        named = source.named_by(unit)
        found = [(sentence, aligner.match(sentence, named)) for sentence in unit.sentences]
        pairs[unit] = [(sentence, original) for sentence, original in found if original]
        for sentence, original in pairs[unit]:
            by[original].append(sentence)
    return Retold(pairs, by)

"""Names of a draft against those of the source: invented, altered, put together anew, moved; misspellings mended."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.align import Aligner
from bridge.checks.findings import finding, shown
from bridge.checks.names import Name
from bridge.checks.register import PEOPLE, Register, edits
from bridge.checks.replaced import Replacement
from bridge.checks.source import Source
from bridge.checks.speakers import Speakers
from bridge.checks.text import bare, words_of
from bridge.checks.units import Unit

_PIECE = re.compile(r"[^\W_]+")
#: A word that the source writes this often is right; one that differs by a letter and stands there once is not.
USUAL = 3
#: So many of the most frequent names are looked at.
FREQUENT = 200


def name_findings(
    unit: Unit, source: Source, register: Register, speakers: Speakers, aligner: Aligner
) -> Iterator[Finding]:
    """Names of `unit` that the source does not have, or has of somebody else."""
    named = source.named_by(unit)
    for name in unit.names:
        place = (name.start, name.end)
        unknown = [t for t, n in zip(name.tokens, (*name.tokens[1:], ""), strict=True) if not register.knows(t, n)]
        if unknown:
            yield from _unknown(name, unknown, unit, register)
        elif any(not _attested(pair, register) for pair in name.pairs):
            message = (
                f"Le nom {shown(name.text)} n’est pas dans la source sous cette forme : rétablissez celui de la source."
            )
            yield finding("fidelity.name", "error", message, unit, place)
        elif named:
            yield from _moved(name, unit, named, register, speakers, aligner)


def _unknown(name: Name, unknown: Sequence[str], unit: Unit, register: Register) -> Iterator[Finding]:
    near = next((found for token in unknown if (found := register.near(token))), "")
    if name.initial and not name.verbed and not near:
        return
    hint = f" (la source écrit {shown(written(near, register))})" if near else ""
    message = (
        f"Le nom {shown(name.text)} n’est pas dans la source{hint} : supprimez-le ou rétablissez celui de la source."
    )
    yield finding("fidelity.name", "error", message, unit, (name.start, name.end))


def written(token: str, register: Register) -> str:
    """`token` as the source writes it first."""
    for unit in register.source.all_units:
        for match in _PIECE.finditer(unit.text.raw):
            if bare(match.group()) == token:
                return match.group()
    return token


def _attested(pair: tuple[str, str], register: Register) -> bool:
    first, _ = pair
    if pair in register.pairs or PEOPLE.search(first) or first in words_of("roles_fr"):
        return True
    # A role, a title or an acronym may stand before any name; a first name may not.
    return first not in register.sure or len(first) == 1


def _moved(
    name: Name, unit: Unit, named: Sequence[Unit], register: Register, speakers: Speakers, aligner: Aligner
) -> Iterator[Finding]:
    here = {token for other in named for token in other.text.tokens_bare}
    if (
        (name.initial and name.tokens[0] not in register.sure)
        or any(token in here or inhabits(token, here) for token in name.tokens)
        or not is_plain_name(name, register)
    ):
        return
    place = (name.start, name.end)
    replaced = Replacement(name, unit, register, speakers, aligner).found(named)
    if replaced:
        severity, other, gone = replaced
        message = (
            f"Le bloc nomme {shown(name.text)} là où la source nomme {shown(gone.text)} : rétablissez le nom "
            "de la source."
        )
        yield finding("fidelity.name", severity, message, unit, place, other, (gone.start, gone.end))
        return
    where = register.places.get(name.tokens[-1], set())
    if len(where) == 1 and not where & {0, 1}:
        yield moved_finding(name, unit)


def moved_finding(name: Name, unit: Unit) -> Finding:
    """The warning that `name` stands elsewhere in the source than in the passages that `unit` names."""
    message = (
        f"Le nom {shown(name.text)} vient d’un autre passage que celui d’où ce bloc est tiré : vérifiez "
        "qu’il est à sa place."
    )
    return finding("fidelity.name_moved", "warning", message, unit, (name.start, name.end))


def inhabits(token: str, here: Collection[str]) -> bool:
    """ "Les Brévannaises" where the passages have "Brévannes"."""
    root = PEOPLE.sub("", token)
    return root != token and len(root) >= 4 and any(other.startswith(root) for other in here)


def is_plain_name(name: Name, register: Register) -> bool:
    """Whether the source has all of it, with capitals."""
    return all(token in register.words for token in name.tokens)


def mended_names(units: Sequence[Unit], register: Register) -> Iterator[Finding]:
    """Names that the source misspells once: mended in the draft (a notice) or still wrong (a warning)."""
    drafted = {bare(piece.group()): (unit, piece) for unit in units for piece in _PIECE.finditer(unit.text.raw)}
    usual = [word for word, count in register.words.most_common(FREQUENT) if count >= USUAL and len(word) >= 5]
    for word, count in register.words.items():
        right = next((u for u in usual if u != word and abs(len(u) - len(word)) <= 1 and edits(u, word) == 1), "")
        if count > 1 or len(word) < 5 or not right or word.rstrip("sxe") == right.rstrip("sxe"):
            continue
        seen, good = shown(written(word, register)), shown(written(right, register))
        if word in drafted:
            unit, stretch = drafted[word]
            message = f"{seen} semble mal écrit : la source écrit d’ordinaire {good}. Vérifiez l’orthographe."
            yield finding("fidelity.name_misspelt", "warning", message, unit, stretch.span())
        else:
            message = (
                f"{seen} a été corrigé en {good}, comme partout ailleurs dans la source. Vérifiez que c’est juste."
            )
            yield finding("fidelity.name_mended", "notice", message)

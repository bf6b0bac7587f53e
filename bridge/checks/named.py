"""Names of a draft against those of the source: invented, altered, put together anew, moved; misspellings mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from bridge.article.model import Finding
from bridge.checks.findings import finding, shown
from bridge.checks.names import Name
from bridge.checks.source import Source, Unit
from bridge.checks.text import bare, groups_of, words_of

_PIECE = re.compile(r"[^\W_]+")
_PEOPLE = re.compile(r"(?:ien|ain|ais|ois|een|an|in|ol|and|ard|ique|iste)(?:ne|e)?s?$")
#: A word that the source writes this often is right; one that differs by a letter and stands there once is not.
USUAL = 3


class Register:
    """All names of a source, ready to be looked up."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def words(self) -> Counter[str]:
        """Every word that the source writes with a capital, without accents, and how often."""
        found: Counter[str] = Counter()
        for unit in self.source.all_units:
            for match in _PIECE.finditer(unit.text.raw):
                if any(c.isupper() for c in match.group()) or match.group().isdigit():
                    found[bare(match.group())] += 1
        return found

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """All words that stand side by side."""
        found: set[tuple[str, str]] = set()
        for unit in self.source.all_units:
            row = [bare(match.group()) for match in _PIECE.finditer(unit.text.raw)]
            found.update(zip(row, row[1:], strict=False))
        return frozenset(found)

    @cached_property
    def together(self) -> frozenset[tuple[str, str]]:
        """Tokens that one name of the source holds, both ways round."""
        return frozenset((a, b) for unit in self.source.all_units for name in unit.names for a in name.tokens for b in name.tokens)

    @cached_property
    def places(self) -> dict[str, set[int]]:
        """Token -> the passages (0: title and fixed parts) where a name has it."""
        found: dict[str, set[int]] = {}
        for unit in self.source.all_units:
            for name in unit.names:
                for token in name.tokens:
                    found.setdefault(token, set()).add(unit.number or 0)
        return found

    @cached_property
    def folded(self) -> str:
        """The whole source without accents, for long forms of acronyms."""
        return "\n".join(bare(unit.text.raw) for unit in self.source.all_units)

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The first four letters of every word, for inhabitants' names and other inflections."""
        return frozenset(word[:4] for word in self.source.vocabulary if len(word) >= 4)

    def knows(self, token: str, following: str = "") -> bool:
        """Whether the source has `token`, inflected, as an initial, or as a known acronym or its long form."""
        if token in self.words or token in self.source.vocabulary:
            return True
        if len(token) == 1:
            return any(first[0] == token for first, second in self.pairs if second == following)
        if len(token) > 4 and _PEOPLE.search(token) and self._inflects(token):
            return True
        return self._inhabitants(token) or self._acronym(token)

    def _inflects(self, token: str) -> bool:
        return self._same_root(_PEOPLE.sub("", token))

    def _inhabitants(self, token: str) -> bool:
        """"Rennes" where the source says "rennaise"."""
        root = re.sub(r"(?:es|e|s)$", "", token)
        return len(root) >= 4 and any(word.startswith(root) and _PEOPLE.sub("", word) == root for word in self.source.vocabulary)

    def _same_root(self, root: str) -> bool:
        return len(root) >= 3 and any(
            word.startswith(root) and (word == root or _PEOPLE.search(word) or len(word) - len(root) <= 3)
            for word in self.source.vocabulary
        )

    def _acronym(self, token: str) -> bool:
        for group in groups_of("acronyms_fr"):
            if token in group or any(token in re.split(r"[ '-]", long) for long in group[1:] if " " in long or "-" in long):
                return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", self.folded) for form in group)
        return len(token) >= 3 and self._spelled_out(token)

    def _spelled_out(self, token: str) -> bool:
        """Whether some words in a row begin with the letters of `token`, small words left out."""
        small = {"de", "du", "des", "d", "la", "le", "les", "l", "et", "pour", "a", "au", "aux", "en", "sur", "contre"}
        for unit in self.source.all_units:
            letters = "".join(m.group()[0] for m in _PIECE.finditer(bare(unit.text.raw)) if m.group() not in small)
            if token in letters:
                return True
        return False

    def near(self, token: str) -> str:
        """A name of the source that differs from `token` by a letter or two, or ""."""
        if len(token) < 4:
            return ""
        return next((word for word in self.words if abs(len(word) - len(token)) <= 2 and _alike(word, token)), "")


def name_findings(unit: Unit, source: Source, register: Register) -> Iterator[Finding]:
    """Names of `unit` that the source does not have, or has of somebody else."""
    named = source.named_by(unit)
    for name in unit.names:
        place = (name.start, name.end)
        unknown = [t for t, n in zip(name.tokens, (*name.tokens[1:], ""), strict=True) if not register.knows(t, n)]
        if unknown:
            yield from _unknown(name, unknown, unit, register)
        elif any(not _attested(pair, register) for pair in name.pairs):
            message = f"Le nom {shown(name.text)} n’est pas dans la source sous cette forme : rétablissez celui de la source."
            yield finding("fidelity.name", "error", message, unit, place)
        elif named:
            yield from _moved(name, unit, named, register)


def _unknown(name: Name, unknown: Sequence[str], unit: Unit, register: Register) -> Iterator[Finding]:
    near = next((found for token in unknown if (found := register.near(token))), "")
    if name.initial and not name.verbed and not near:
        return
    hint = f" (la source écrit {shown(_written(near, register))})" if near else ""
    message = f"Le nom {shown(name.text)} n’est pas dans la source{hint} : supprimez-le ou rétablissez celui de la source."
    yield finding("fidelity.name", "error", message, unit, (name.start, name.end))


def _written(token: str, register: Register) -> str:
    for unit in register.source.all_units:
        for match in _PIECE.finditer(unit.text.raw):
            if bare(match.group()) == token:
                return match.group()
    return token


def _attested(pair: tuple[str, str], register: Register) -> bool:
    first, second = pair
    if pair in register.pairs or _PEOPLE.search(first) or first in words_of("roles_fr"):
        return True
    # A role, a title or an acronym may stand before any name; a first name may not.
    return first not in register.words or len(first) == 1


def _moved(name: Name, unit: Unit, named: Sequence[Unit], register: Register) -> Iterator[Finding]:
    here = {token for other in named for token in other.text.tokens_bare}
    if name.initial or any(token in here for token in name.tokens) or not _is_plain_name(name, register):
        return
    where = register.places.get(name.tokens[-1], set())
    place = (name.start, name.end)
    replaced = _replaced(name, unit, named, register)
    if replaced:
        other, gone = replaced
        message = f"Le bloc nomme {shown(name.text)} là où la source nomme {shown(gone.text)} : rétablissez le nom de la source."
        yield finding("fidelity.name", "error", message, unit, place, other, (gone.start, gone.end))
    elif len(where) == 1 and not where & {0, 1}:
        message = f"Le nom {shown(name.text)} vient d’un autre passage que celui d’où ce bloc est tiré : vérifiez qu’il est à sa place."
        yield finding("fidelity.name_moved", "warning", message, unit, place)


def _is_plain_name(name: Name, register: Register) -> bool:
    return all(token in register.words for token in name.tokens)


def _replaced(name: Name, unit: Unit, named: Sequence[Unit], register: Register) -> tuple[Unit, Name] | None:
    """The name of the source that stood where `name` stands: same words beside it, and gone from the block."""
    kept = unit.text.tokens_bare
    around = _around(unit, name)
    for other in named:
        for gone in other.names:
            if not any(token in kept or _kin(token, name.tokens, register) for token in gone.tokens):
                theirs = _around(other, gone)
                if around[0] == theirs[0] != "" or (around[1] == theirs[1] != ""):
                    return other, gone
    return None


def _kin(token: str, tokens: Sequence[str], register: Register) -> bool:
    """Whether a name is a spelling of another, or part of one longer name with it ("Louves", "Louves de Brégançon")."""
    return any(_alike(token, other) or (token, other) in register.together for other in tokens)


def _around(unit: Unit, name: Name) -> tuple[str, str]:
    """The two words before a name and the two after it, in one string each; "" at an edge."""
    before = [match.group() for match in _PIECE.finditer(unit.text.folded, max(0, name.start - 60), name.start)][-2:]
    after = [match.group() for match in _PIECE.finditer(unit.text.folded, name.end, name.end + 60)][:2]
    return " ".join(before) if len(before) == 2 else "", " ".join(after) if len(after) == 2 else ""


def mended_names(units: Sequence[Unit], register: Register) -> Iterator[Finding]:
    """Names that the source misspells once: mended in the draft (a notice) or still wrong (a warning)."""
    drafted = {token for unit in units for token in unit.text.tokens_bare}
    usual = [word for word, count in register.words.items() if count >= USUAL and len(word) >= 5]
    for word, count in register.words.items():
        right = next((u for u in usual if u != word and abs(len(u) - len(word)) <= 1 and _edits(u, word) == 1), "")
        if count > 1 or len(word) < 5 or not right or word.rstrip("sxe") == right.rstrip("sxe"):
            continue
        seen, good = shown(_written(word, register)), shown(_written(right, register))
        if word in drafted:
            message = f"{seen} semble mal écrit : la source écrit d’ordinaire {good}. Vérifiez l’orthographe."
            yield finding("fidelity.name_misspelt", "warning", message)
        else:
            message = f"{seen} a été corrigé en {good}, comme partout ailleurs dans la source. Vérifiez que c’est juste."
            yield finding("fidelity.name_mended", "notice", message)


def _alike(one: str, other: str) -> bool:
    return _edits(one, other) <= (1 if min(len(one), len(other)) < 7 else 2)


def _edits(one: str, other: str) -> int:
    """Levenshtein distance of two short words, at most 3."""
    if abs(len(one) - len(other)) > 2 or len(one) > 40:
        return 3
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return min(row[-1], 3)

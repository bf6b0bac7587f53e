"""All names of a source, ready to be looked up: inflected, as acronyms, misspelt, standing together."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise

from bridge.checks.names import Name
from bridge.checks.source import Source
from bridge.checks.text import bare, groups_of

_PIECE = re.compile(r"[^\W_]+")
#: How French forms the names of inhabitants and of followers.
PEOPLE = re.compile(r"(?:ien|ain|ais|ois|een|an|in|ol|and|ard|ique|iste)(?:ne|e)?s?$")

#: So many unknown names are looked for in other forms; a draft with more is beyond mending, and all of them are errors.
SEARCHES = 300


class Register:
    """All names of a source, ready to be looked up."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._searches = 0

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
            found.update(pairwise(row))
        return frozenset(found)

    @cached_property
    def together(self) -> frozenset[tuple[str, str]]:
        """Tokens that one name of the source holds, both ways round."""
        return frozenset(
            (a, b) for unit in self.source.all_units for name in unit.names for a in name.tokens for b in name.tokens
        )

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
    def sure(self) -> frozenset[str]:
        """The tokens of names that stand within a sentence, where the capital is the name's own."""
        return frozenset(
            token for unit in self.source.all_units for name in unit.names if not name.initial for token in name.tokens
        )

    def is_full(self, name: Name) -> bool:
        """Whether it has two words, here or elsewhere in the source: most people, few places."""
        return len(name.tokens) > 1 or name.tokens[0] in self.parts

    @cached_property
    def parts(self) -> frozenset[str]:
        """The tokens of all names of two words or more."""
        return frozenset(first for first, other in self.together if first != other)

    def knows(self, token: str, following: str = "") -> bool:
        """Whether the source has `token`, inflected, as an initial, or as a known acronym or its long form."""
        if token in self.words or token in self.source.vocabulary:
            return True
        self._searches += 1
        if self._searches > SEARCHES:
            return False
        if len(token) == 1:
            return any(first[0] == token for first, second in self.pairs if second == following)
        if len(token) > 4 and PEOPLE.search(token) and self._inflects(token):
            return True
        return self._inhabitants(token) or self._acronym(token)

    def _inflects(self, token: str) -> bool:
        return self._same_root(PEOPLE.sub("", token))

    def _inhabitants(self, token: str) -> bool:
        """ "Rennes" where the source says "rennaise"."""
        root = re.sub(r"(?:es|e|s)$", "", token)
        return len(root) >= 4 and any(
            word.startswith(root) and PEOPLE.sub("", word) == root for word in self.source.vocabulary
        )

    def _same_root(self, root: str) -> bool:
        return len(root) >= 3 and any(
            word.startswith(root) and (word == root or PEOPLE.search(word) or len(word) - len(root) <= 3)
            for word in self.source.vocabulary
        )

    def _acronym(self, token: str) -> bool:
        for group in groups_of("acronyms_fr"):
            if token in group or any(
                token in re.split(r"[ '-]", long) for long in group[1:] if " " in long or "-" in long
            ):
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
        if len(token) < 4 or self._searches > SEARCHES:
            return ""
        return next((word for word in self.words if abs(len(word) - len(token)) <= 2 and alike(word, token)), "")


def alike(one: str, other: str) -> bool:
    """Whether two names differ by a letter, or by two when they are long."""
    return edits(one, other) <= (1 if min(len(one), len(other)) < 7 else 2)


def edits(one: str, other: str) -> int:
    """Levenshtein distance of two short words, at most 3."""
    if abs(len(one) - len(other)) > 2 or len(one) > 40:
        return 3
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return min(row[-1], 3)

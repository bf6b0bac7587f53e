"""Bare lines that read as headings: pasted text often leaves them as paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from bridge.article.model import Passage

MAX_CHARACTERS = 90
MAX_WORDS = 12

# A heading of the press is a noun phrase far more often than a sentence; a line with a common finite verb stays text.
_VERB = re.compile(
    r"(?<!\w)(?:est|sont|était|étaient|sera|seront|serait|fut|furent|a|ont|avait|avaient|aura|auront|va|vont|peut"
    r"|peuvent|pourra|pourrait|doit|doivent|devra|devrait|fait|font|faut|dit|disent|déclare|déclaré|explique|affirme"
    r"|annonce|estime|ajoute|j’ai|c’est|qu’il|qu’elle|il|elle|ils|elles|nous|vous|je|on)(?!\w)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:pourquoi|comment|qui|que|quoi|où|quand|quel(?:le)?s?|combien|faut-il|peut-on)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"(?:par|photos?|crédits?|source|sources|illustration|publié|mis à jour|copyright|©|tél|lire|voir)(?!\w)"
    r"|[\d\s/.:h-]+$|\d{1,2}(?:er)? \w+ \d{4}$|[«“\"(\[–—•*-]",
    re.IGNORECASE,
)
_WHOLE_BOLD = re.compile(r"<strong>(?:(?!</?strong>).)+</strong>\s*:?", re.DOTALL)


def with_heading_lines(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """`passages`, with those marked that read as headings: short, without a full stop, followed by a longer text."""
    return tuple(
        replace(passage, heading_line=True) if _reads_as_heading(passage, after) else passage
        for passage, after in zip_longest(passages, passages[1:])
    )


def _reads_as_heading(passage: Passage, after: Passage | None) -> bool:
    line = passage.plain.strip().replace("'", "’")
    if passage.kind != "paragraph" or after is None or after.kind == "heading" or "\n" in line:
        return False
    if len(line) > MAX_CHARACTERS or len(line.split()) > MAX_WORDS or len(after.plain) < max(60, len(line)):
        return False
    first = line[:1]
    if not (first.isupper() or first.isdigit()) or _NOT.match(line) or "<a " in passage.text:
        return False
    if line.endswith("?"):
        return bool(_QUESTION.match(line))
    bold = bool(_WHOLE_BOLD.fullmatch(passage.text.strip()))
    if line.endswith((".", "!", ";", ",", "…", "»")) or (line.endswith(":") and not bold):
        return False
    return bold or not _VERB.search(line)

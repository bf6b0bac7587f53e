"""The faults of a bad editor, one kind each; `spoil` puts one into a good answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]
Block = dict[str, Any]


def texts(answer: Answer) -> list[Block]:
    """The paragraphs."""
    return [block for block in answer["blocks"] if block["kind"] == "paragraph"]


def change(answer: Answer, pattern: str, by: str | Callable[[re.Match[str]], str]) -> bool:
    """Replaces the first match in a paragraph; whether there was one."""
    for block in texts(answer):
        new = re.sub(pattern, by, block["text"], count=1)
        if new != block["text"]:
            block["text"] = new
            return True
    return False


def append(answer: Answer, sentence: str) -> None:
    """Adds a sentence to the last paragraph."""
    texts(answer)[-1]["text"] += " " + sentence


def altered_quotation(answer: Answer) -> None:
    """One word of a quotation is another."""
    if not change(answer, r"(« ?[^»]*?)\b([a-zàâéèêîôûç]{5,})\b", r"\1absolument"):
        invented_quotation(answer)


def invented_quotation(answer: Answer) -> None:
    """A quotation that nobody said."""
    append(answer, "« Nous irons jusqu’au bout de cette promesse », a ajouté un responsable.")


def changed_number(answer: Answer) -> None:
    """A number is another, or there is one where there was none."""
    more = lambda match: str(int(match[0]) + 3)  # noqa: E731
    if not change(answer, r"(?<![\w\"=L])\d{1,4}(?![\w\"])", more):
        append(answer, "Au total, 4 731 personnes ont répondu.")


def invented_name(answer: Answer) -> None:
    """Somebody who is not in the source."""
    append(answer, "Ludovic Tarbouriech, conseiller à Montpellier, suit le dossier.")


def invented_date(answer: Answer) -> None:
    """A date that is not in the source."""
    append(answer, "La suite est attendue le 17 février 2031.")


def invented_link(answer: Answer) -> None:
    """A link that the source does not have."""
    append(answer, 'Lisez <a id="L98">notre dossier complet</a>.')


def lost_paragraph(answer: Answer) -> None:
    """A paragraph is missing."""
    paragraphs = texts(answer)
    answer["blocks"].remove(paragraphs[len(paragraphs) // 2])


def lost_link(answer: Answer) -> None:
    """A link is missing, its words stay."""
    change(answer, r'<a id="L\d+">(.*?)</a>', r"\1")


def lost_fixed(answer: Answer) -> None:
    """A fixed part is missing."""
    fixed = [block for block in answer["blocks"] if block["kind"] == "fixed"]
    if fixed:
        answer["blocks"].remove(fixed[-1])


def english(answer: Answer) -> None:
    """A paragraph is in English."""
    source = texts(answer)[-1]["sources"]
    text = "The town council said that the works would begin next week and that nobody should worry about them."
    answer["blocks"].append({"kind": "paragraph", "text": text, "sources": source})


def markdown(answer: Answer) -> None:
    """Markdown where there should be none."""
    append(answer, "**À retenir** : [la suite](https://exemple.invalid/).")


def leftover(answer: Answer) -> None:
    """The model speaks of its work."""
    first = texts(answer)[0]
    first["text"] = "Voici l’article réécrit et optimisé pour le SEO : " + first["text"]


def long_title(answer: Answer) -> None:
    """A title that search results cut off."""
    answer["head"]["titles"][0] += ", tout ce qu’il faut absolument savoir sur cette affaire cette semaine"


FAULTS: dict[str, Callable[[Answer], None]] = {
    fault.__name__: fault
    for fault in (
        altered_quotation,
        invented_quotation,
        changed_number,
        invented_name,
        invented_date,
        invented_link,
        lost_paragraph,
        lost_link,
        lost_fixed,
        english,
        markdown,
        leftover,
        long_title,
    )
}


def spoil(answer: Answer, fault: str) -> None:
    """Puts `fault` into `answer`."""
    FAULTS[fault](answer)

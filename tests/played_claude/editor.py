"""An editor by rule: reads the order out of a request and writes an article, or mends the blocks it is told
of.

It keeps the source's sentences, so that what it writes is faithful; faults are put in on demand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.played_claude.faults import FAULTS, spoil
from tests.played_claude.reading import Order, Part, bare, order_of

Block = dict[str, Any]

#: Words between two headings at least, when the source has none of its own.
SECTION = 170

#: Changes that keep the meaning; never made inside quotation marks.
TURNS = (
    ("Cependant, ", "Toutefois, "),
    ("De plus, ", "Par ailleurs, "),
    ("Néanmoins, ", "Cependant, "),
    (" afin de ", " pour "),
    (" ainsi que ", " et "),
    (" dans le but de ", " afin de "),
    (" a indiqué ", " a précisé "),
    (" au niveau de ", " pour "),
)

PLACE = re.compile(r"^- Bloc (\d+) ", re.MULTILINE)


class Editor:
    """Writes as the played model; `faults` are used up one per article."""

    def __init__(self, faults: tuple[str, ...] = ()) -> None:
        if unknown := set(faults) - set(FAULTS):
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
        self.faults = list(faults)

    def write(self, body: dict[str, Any], role: str) -> str:
        """The text of the answer to `body`."""
        if role == "babbling":
            return "Bien sûr ! Voici l’article réécrit."
        order = order_of(body["messages"][0])
        if len(body["messages"]) > 1:
            answer = self.repair(order, body, stubborn=role == "stubborn")
        else:
            answer = {"head": head(order), "blocks": list(blocks(order))}
            if role in ("bad", "stubborn"):
                spoil(answer, self.next_fault())
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return text.replace('"blocks":', '"blocs":', 1) if role == "malformed" else text

    def next_fault(self) -> str:
        """The fault of the article at hand: those that were asked for in turn, else every kind in turn."""
        if not self.faults:
            self.faults = list(FAULTS)
        return self.faults.pop(0)

    def repair(self, order: Order, body: dict[str, Any], *, stubborn: bool) -> Block:
        """The blocks that are named, again from the source; a stubborn editor sends its faulty ones back."""
        draft = json.loads(body["messages"][1]["content"])
        asked = body["messages"][2]["content"]
        clean = list(blocks(order))
        answer: Block = {"head": head(order) if "- Ensemble" in asked else None, "blocks": []}
        for at in sorted({int(number) for number in PLACE.findall(asked)}):
            old = draft["blocks"][at]
            if stubborn:
                answer["blocks"].append(old)
                continue
            named = set(old.get("sources", ()))
            again = [block for block in clean if named & set(block.get("sources", ()))] if named else []
            again = again or [{"kind": "drop"}]
            answer["blocks"] += [{**block, "at": at} for block in again]
        return answer


def head(order: Order) -> Block:
    """Titles, slug, description and excerpt out of the source's own words."""
    first = next((part for part in order.parts if part.kind == "paragraph"), None)
    lead = bare(first.text) if first else order.title
    key = order.keyphrase or keyphrase(order.title or lead)
    opening = re.split(r"(?<=[.!?…])\s", lead)[0]
    titles = [order.title or opening, f"{key[:1].upper()}{key[1:]} : {opening}", f"{opening} ({key})"]
    return {
        "titles": [shortened(title, 58) for title in titles],
        "slug": "-".join(re.findall(r"[^\W_]{3,}", key.lower())[:6]) or "article",
        "meta_description": shortened(lead if key.lower() in lead.lower()[:120] else f"{key} : {lead}", 150),
        "focus_keyphrase": key,
        "excerpt": shortened(lead, 220),
    }


def keyphrase(title: str) -> str:
    """The first pair of telling words in `title`."""
    found = re.search(r"[^\W\d_]{4,}(?: (?:de|du|des|de la|à|au|en) | d’| de l’| )[^\W\d_]{4,}", title)
    return found[0].lower() if found else title.lower()[:40]


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut between words, and not behind a number that its unit may follow."""
    if len(text) <= most:
        return text
    words = text[: most + 1].split(" ")[:-1]
    while re.search(r"\d", " ".join(words[-3:])) and len(words) > 3:
        words.pop()
    return " ".join(words).rstrip(" ,;:(«")


def blocks(order: Order) -> Iterator[Block]:
    """The article: the source's passages in their order, with headings where it has none."""
    own = any(part.kind == "heading" for part in order.parts)
    since = 0
    texts = [part for part in order.parts if part.kind in ("paragraph", "list", "quote")]
    for part in order.parts:
        if part.kind == "fixed":
            yield {"kind": "fixed", "ref": part.ref}
        elif part.kind == "heading":
            yield {"kind": "h3" if part.level > 2 else "h2", "text": part.text, "sources": [part.number]}
        else:
            if not own and since >= SECTION and part.kind == "paragraph" and part is not texts[-1]:
                yield {"kind": "h2", "text": heading(part)}
                since = 0
            since += len(bare(part.text).split())
            yield block(part)


def heading(part: Part) -> str:
    """A heading out of a paragraph's own first words."""
    words = bare(part.text).replace("«", "").replace("»", "").split()[:7]
    while len(words) > 3 and len(words[-1].strip(".,;:")) < 4:
        words.pop()
    return " ".join(words).rstrip(".,;: ").replace("&", "&amp;").replace("<", "&lt;")


def block(part: Part) -> Block:
    """One passage, turned a little outside of its quotations."""
    if part.kind == "list":
        return {"kind": "list", "items": part.items, "ordered": part.ordered, "sources": [part.number]}
    if part.kind == "quote":
        return {"kind": "quote", "text": part.text, "cite": part.cite, "sources": [part.number]}
    pieces = re.split(r"(«[^»]*»|“[^”]*”|\"[^\"]*\")", part.text)
    for before, after in TURNS:
        pieces[::2] = [piece.replace(before, after) for piece in pieces[::2]]
    return {"kind": "paragraph", "text": "".join(pieces), "sources": [part.number]}

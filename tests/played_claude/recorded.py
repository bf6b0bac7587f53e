"""An editor by record: gives what a language model once answered to an article."""

from __future__ import annotations

import json
from typing import Any

from tests.played_claude.editor import Editor
from tests.played_claude.reading import order_of

#: A repair that leaves every block as it is.
UNCHANGED: dict[str, Any] = {"head": None, "blocks": []}


class Recorded(Editor):
    """Gives `answers` in their order, from the first one again with every new conversation, then no change at all.

    Where `title` is given, articles of other titles are written by rule.
    """

    def __init__(self, answers: list[dict[str, Any]], title: str = "") -> None:
        super().__init__()
        self.answers, self.title = answers, title
        self.left = list(answers)

    def write(self, body: dict[str, Any], role: str) -> str:
        """The text of the answer to `body`."""
        if self.title and order_of(body["messages"][0]).title != self.title:
            return super().write(body, role)
        if len(body["messages"]) == 1:
            self.left = list(self.answers)
        return json.dumps(self.left.pop(0) if self.left else UNCHANGED, ensure_ascii=False)

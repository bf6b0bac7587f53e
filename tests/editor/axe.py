"""Deque's axe-core over the plugin's own parts of a page; and answers of the site that a test makes up."""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Route

from devsite.sources import npm_package, opened

# Name, version and the sha512 that the package had when this was written.
AXE = (
    "axe-core", "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)  # fmt: skip

FAULTS = """async ( include ) => {
    const { violations } = await axe.run( { include: [ include ] }, { resultTypes: [ 'violations' ], preload: false } );
    return violations.flatMap( ( { id, nodes } ) => nodes.map( ( node ) => `${ id }: ${ node.html }` ) );
}"""

#: A State of contract 3 in which nothing was asked for.
NOTHING: dict[str, Any] = {
    "state": "none", "label": "", "message": "", "requested_at": 0, "retry_at": 0, "job": "", "words": 0,
    "expected": 0, "busy": False, "can_cancel": False, "can_request": True, "left_today": None, "suggestion": 0,
    "applied": 0,
}  # fmt: skip


def faults(page: Page, selector: str) -> list[str]:
    """Every violation of axe's rules in what the selector finds: the rule, and the element."""
    if not page.evaluate("() => Boolean( window.axe )"):
        with tarfile.open(npm_package(*AXE)) as tar:
            page.evaluate(opened(tar, "package/axe.min.js").read().decode())
    found: list[str] = page.evaluate(FAULTS, selector)
    return found


@dataclass
class Answers:
    """What the author's routes answer in a page: as made up, or None for what the site itself says."""

    page: Page
    state: Any = None
    suggestion: Any = None
    preview: Any = None
    down: bool = False

    def __post_init__(self) -> None:
        self.page.route(
            re.compile(r"/seo-bridge/v1/posts/\d+/(?:progress|rewrite)\b"), lambda r: self.tell(r, self.state)
        )
        self.page.route(re.compile(r"/posts/\d+/suggestion(?:\?|$)"), lambda r: self.tell(r, self.suggestion))
        self.page.route(re.compile(r"/posts/\d+/suggestion/preview\b"), lambda r: self.tell(r, self.preview))

    def tell(self, route: Route, answer: Any) -> None:
        if self.down:
            route.abort()
        elif answer is None:
            route.continue_()
        else:
            route.fulfill(json=answer)

    def look(self) -> None:
        """What coming back to the tab does while a rewrite is under way: the panel asks at once, and shows the answer."""
        with self.page.expect_event(
            "requestfinished" if not self.down else "requestfailed", lambda request: "/progress" in request.url
        ):
            self.page.evaluate("() => document.dispatchEvent( new Event( 'visibilitychange' ) )")

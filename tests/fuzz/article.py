"""Coverage-guided fuzzing of the article engine, with atheris (no dependency of the project: see CONTRIBUTING).

    pip install atheris
    python tests/fuzz/article.py -max_total_time=60 -max_len=2000 -dict=tests/fuzz/blocks.dict tests/article/posts

Every input is read as a post and as an answer. Held: the round trip, that fixed parts come back to the byte and in
order, that a rewrite loses no reference, that typography settles, and that errors are typed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["bridge.article"]):
    from bridge.article import clean, compose, parse, render, typeset, writer_view
    from bridge.article.model import Brief, Draft, DraftBlock

from bridge.errors import ArticleError

BRIEF = Brief()


def draft(*blocks: DraftBlock) -> Draft:
    """A draft of these blocks."""
    return Draft(titles=("T",), slug="t", meta_description="", focus_keyphrase="", excerpt="", blocks=blocks)


def one_input(data: bytes) -> None:
    """Reads, cleans, views, rewrites and sets `data`. Raises AssertionError when a promise is broken."""
    text = data.decode("utf-8", "replace")
    article = parse(text)
    assert render(article) == text
    cleaned = clean(article)
    writer_view(cleaned)
    blocks = [
        DraftBlock(
            kind="paragraph" if passage.kind == "heading" else passage.kind,
            text=passage.text,
            items=passage.items,
            ordered=passage.ordered,
            cite=passage.cite,
            sources=(passage.number,),
        )
        for passage in cleaned.passages
    ]
    try:
        composed = compose(cleaned, draft(*blocks), BRIEF)
        assert composed.lost == ()
        at = 0
        for part in article.fixed:
            content = text[part.span.start : part.span.end]
            at = composed.content.index(content, at) + len(content)
        compose(parse("Un <b>mot</b> [x a=b]."), draft(DraftBlock(kind="paragraph", text=text)), BRIEF)
    except ArticleError:
        pass
    once = typeset(text)
    assert typeset(once) == once


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()

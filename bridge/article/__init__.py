"""Post content to `Article` and back. `render(parse(x)) == x` for any string."""

from bridge.article.compose import compose
from bridge.article.finished import draft_of
from bridge.article.model import Article, Composed
from bridge.article.notation import escape, plain, refs, words
from bridge.article.reader import parse, render
from bridge.article.residue import clean, clean_title
from bridge.article.typography import typeset
from bridge.article.view import writer_view

__all__ = [
    "Article",
    "Composed",
    "clean",
    "clean_title",
    "compose",
    "draft_of",
    "escape",
    "parse",
    "plain",
    "refs",
    "render",
    "typeset",
    "words",
    "writer_view",
]

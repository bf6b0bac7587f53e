"""How wide a title shows in search results."""

from __future__ import annotations

import pytest

from bridge.article.width import title_width


@pytest.mark.parametrize(
    ("title", "pixels"),
    [
        ("", 0),
        ("iiii", 18),
        ("MMMM", 67),
        ("Été à Paris", 98),
        ("îï", 11),
        ("Œuvre", 59),
        ("éèà", 33),
        ("0123456789", 111),
    ],
)
def test_a_title_is_as_wide_as_its_letters(title: str, pixels: int) -> None:
    """Widths are those of Arial at 20 pixels; accents add nothing."""
    assert title_width(title) == pixels

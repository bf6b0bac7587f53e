"""Where the subject changes: TextTiling over paragraphs (Hearst, 1997), TF-IDF weights, a window of three
paragraphs on each side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

WINDOW = 3

Bag = Counter[str]


def depths(bags: Sequence[Bag]) -> list[float]:
    """How deep the cohesion dips before each paragraph: `depths(bags)[i]` belongs to the gap between i - 1
    and i; [0] is 0.

    `bags` are the word stems of the paragraphs, counted. The depth is Hearst's: how far the similarity of the
    windows at a gap lies below the nearest peaks on both sides. Linear in the number of paragraphs.
    """
    weighted = _weigh(bags)
    similar = [1.0] + [
        _cosine(_sum(weighted[max(0, gap - WINDOW) : gap]), _sum(weighted[gap : gap + WINDOW]))
        for gap in range(1, len(bags))
    ]
    return [0.0] + [_peak(similar, gap, -1) + _peak(similar, gap, +1) - 2 * similar[gap] for gap in range(1, len(bags))]


def _weigh(bags: Sequence[Bag]) -> list[dict[str, float]]:
    spread = Counter(word for bag in bags for word in bag)
    total = len(bags)
    return [{word: count * math.log(1 + total / spread[word]) for word, count in bag.items()} for bag in bags]


def _sum(parts: Sequence[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for part in parts:
        for word, weight in part.items():
            total[word] = total.get(word, 0.0) + weight
    return total


def _cosine(left: dict[str, float], right: dict[str, float]) -> float:
    shared = sum(weight * right[word] for word, weight in left.items() if word in right)
    if not shared:
        return 0.0
    norms = math.fsum(w * w for w in left.values()) * math.fsum(w * w for w in right.values())
    return shared / math.sqrt(norms)


def _peak(similar: Sequence[float], gap: int, step: int) -> float:
    """The highest similarity that is reached uphill from `gap`, at most two windows away."""
    best = similar[gap]
    for distance in range(1, 2 * WINDOW + 1):
        at = gap + step * distance
        if not 1 <= at < len(similar) or similar[at] < best:
            break
        best = similar[at]
    return best

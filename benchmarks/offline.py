"""How long the offline writer takes, and that its time grows with the text and no faster.

    python -m benchmarks.offline

Prints the median CPU time of a rewrite of 1,000, 10,000 and 100,000 words, with and without headings in the source, and
of one paragraph of as many; the last column should stay about the same within a kind.
"""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path

from bridge.article import clean, parse, words
from bridge.article.model import Brief
from bridge.writer.offline import Offline

FOLDER = Path(__file__).parents[1] / "tests" / "articles"
SIZES = (1_000, 10_000, 100_000)
RUNS = 5


def main() -> None:
    """Prints the table."""
    texts = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.html"))]
    paragraphs = [match for text in texts for match in re.findall(r"<p>.*?</p>", text, re.DOTALL)]
    headed = [f"<h2>Chapitre {at}</h2>\n{text}" if at % 5 == 0 else text for at, text in enumerate(paragraphs)]
    print(f"{'text':<16}{'words':>9}{'ms':>9}{'µs a word':>11}")
    for name, parts in (("no headings", paragraphs), ("headings", headed)):
        for size in SIZES:
            measure(name, "\n".join(repeated(parts, size)))
    for size in SIZES:
        measure("one paragraph", f"<p>{' '.join(text[3:-4] for text in repeated(paragraphs, size))}</p>")


def repeated(parts: list[str], size: int) -> list[str]:
    """`parts` over and over, until they have `size` words."""
    found: list[str] = []
    count = 0
    while count < size:
        found.append(parts[len(found) % len(parts)])
        count += words(found[-1])
    return found


def measure(name: str, content: str) -> None:
    """One line of the table."""
    article, brief = clean(parse(content)), Brief(title="Les abeilles sauvages des villes")
    count = sum(words(passage.plain) for passage in article.passages)
    times = []
    for _ in range(RUNS if count < 50_000 else 1):
        start = time.process_time()
        Offline().rewrite(article, brief)
        times.append(time.process_time() - start)
    median = statistics.median(times)
    print(f"{name:<16}{count:>9}{median * 1e3:>9.0f}{median * 1e6 / count:>11.0f}")


if __name__ == "__main__":
    main()

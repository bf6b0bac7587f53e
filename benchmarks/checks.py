"""CPU time of all checks by length of draft, and what importing the checks costs.

python -m benchmarks.checks
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time

from bridge.article import clean, parse, words
from bridge.article.model import Article, Brief, Draft
from bridge.checks import check
from bridge.checks.units import block_text
from tests.checks.corpus import example

REPEATS = 9


def grown(times: int) -> tuple[Article, Draft, Brief]:
    """The longest example, `times` over: source and draft side by side."""
    one = example("scop")
    article = clean(parse("\n".join([one.article.source] * times)))
    step = len(one.article.passages)
    blocks = []
    for turn in range(times):
        blocks += [
            block.model_copy(update={"sources": tuple(n + turn * step for n in block.sources)})
            for block in one.draft.blocks
        ]
    return article, one.draft.model_copy(update={"blocks": tuple(blocks)}), one.brief


def measured(times: int) -> tuple[int, float]:
    """Words of the draft, and the median CPU seconds of its checks."""
    article, draft, brief = grown(times)
    spent = []
    check(article, draft, brief)
    for _ in range(REPEATS if times < 16 else 3):
        gc.collect()
        start = time.process_time()
        check(article, draft, brief)
        spent.append(time.process_time() - start)
    return sum(words(block_text(block)) for block in draft.blocks), statistics.median(spent)


def import_cost(module: str) -> str:
    """Seconds and resident megabytes of a fresh interpreter that imports `module`."""
    code = (
        f"import time, resource; t=time.perf_counter(); import {module}; "
        "print(f'{time.perf_counter()-t:.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024:.0f} MB')"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    for times in (1, 2, 4, 8, 16):
        length, seconds = measured(times)
        print(f"{length:6d} words  {1000 * seconds:7.1f} ms  {1e6 * seconds / length:5.1f} ms per 1,000 words")
    for name in ("bridge", "bridge.checks", "bridge.article"):
        print(f"import {name}: {import_cost(name)}")

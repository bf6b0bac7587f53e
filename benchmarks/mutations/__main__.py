"""`python -m benchmarks.mutations`."""

from __future__ import annotations

import sys

from benchmarks.mutations import rates, table

if __name__ == "__main__":
    results = rates()
    print(table(results))
    if "--missed" in sys.argv:
        for result in results:
            for text in result.missed:
                print(f"{result.kind}: {text}")

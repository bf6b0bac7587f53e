"""How many falsified rewrites the checks catch: faithful rewrites, one thing in each changed by program.

    python -m benchmarks.mutations [--missed]

A mutation counts as caught when the checks say something of it that they did not say of the faithful rewrite: an
error for invented or altered facts (the strict classes), an error or a warning for the rest.
"""

from benchmarks.mutations.run import CLASSES, Rate, rates, table

__all__ = ["CLASSES", "Rate", "rates", "table"]

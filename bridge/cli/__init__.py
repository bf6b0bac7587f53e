"""The command line, and the composition root: the one place that prints, exits, and joins the parts."""

from __future__ import annotations

from bridge.cli.group import main

__all__ = ["main"]

"""`python -m tests.played_claude --role good --port 0`: prints its address, then serves until it is interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.played_claude import FAULTS, ROLES, PlayedClaude
from tests.played_claude.recorded import Recorded


def main() -> None:
    """Serves in the given roles, one per request, the last one for good."""
    parser = argparse.ArgumentParser(prog="played_claude", description=__doc__)
    parser.add_argument("--role", action="append", choices=ROLES, help="may be given several times")
    parser.add_argument("--fault", action="append", choices=sorted(FAULTS), help="what the bad editor does wrong")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds between two pieces of a stream")
    parser.add_argument("--recorded", type=Path, help="a language model's answers to the article that the file names")
    args = parser.parse_args()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with PlayedClaude(
        *(args.role or ["good"]), faults=tuple(args.fault or ()), pace=args.pace, port=args.port
    ) as played:
        if args.recorded:
            told = json.loads(args.recorded.read_text(encoding="utf-8"))
            played.editor = Recorded(told["answers"], told["title"])
        print(f"played Claude on {played.url}", flush=True)
        over.wait()


if __name__ == "__main__":
    main()

"""Prints a .mo file as the JSON that WordPress hands to wp.i18n: `python3 jed.py scripts.mo`."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path


def entries(mo: bytes) -> Iterator[tuple[str, list[str]]]:
    """The singular of each entry and its translations; of the header too, whose singular is empty."""
    count, originals, translations = struct.unpack("<3I", mo[8:20])
    for index in range(count):
        texts = []
        for table in (originals, translations):
            length, start = struct.unpack_from("<2I", mo, table + 8 * index)
            texts.append(mo[start : start + length].decode().split("\0"))
        yield texts[0][0], texts[1]


def jed(mo: bytes) -> str:
    """Jed 1.x, the form of WordPress's own language packs."""
    texts = dict(entries(mo))
    header = dict(line.split(": ", 1) for line in texts.pop("")[0].splitlines())
    head = {"domain": "messages", "lang": "fr_FR", "plural-forms": header["Plural-Forms"]}
    data = {"domain": "messages", "locale_data": {"messages": {"": head, **texts}}}
    return json.dumps(data, ensure_ascii=False, indent="\t")


if __name__ == "__main__":
    print(jed(Path(sys.argv[1]).read_bytes()))

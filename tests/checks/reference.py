"""Yoast's published analysis, run with Node: npm's yoastseo 3.6.0, French researcher, kept under `.cache/`."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "yoast"
CACHE = Path(__file__).parents[2] / ".cache" / "yoastseo"
FILES = ("package.json", "package-lock.json", "compare.mjs")

#: Our assessment -> Yoast's; "flesch" has none of its own in the two assessors, and "text_presence" counts
#: only without text.
SHARED = {
    "keyphrase_in_introduction": "introductionKeyword",
    "keyphrase_length": "keyphraseLength",
    "keyphrase_density": "keyphraseDensity",
    "keyphrase_in_meta_description": "metaDescriptionKeyword",
    "meta_description_length": "metaDescriptionLength",
    "keyphrase_in_subheadings": "subheadingsKeyword",
    "competing_links": "textCompetingLinks",
    "keyphrase_in_image_alt": "imageKeyphrase",
    "images": "images",
    "text_length": "textLength",
    "outbound_links": "externalLinks",
    "keyphrase_in_title": "keyphraseInSEOTitle",
    "internal_links": "internalLinks",
    "title_width": "titleWidth",
    "keyphrase_in_slug": "slugKeyword",
    "single_h1": "singleH1",
    "keyphrase_distribution": "keyphraseDistribution",
    "subheading_distribution": "subheadingsTooLong",
    "paragraph_length": "textParagraphTooLong",
    "sentence_length": "textSentenceLength",
    "transition_words": "textTransitionWords",
    "passive_voice": "passiveVoice",
    "sentence_beginnings": "sentenceBeginnings",
}


class NoReference(RuntimeError):
    """The reference cannot be run here; the message says what is missing."""


def install() -> None:
    """Puts the package under `CACHE`, once per lock file. Raises `NoReference` without npm or without the package."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise NoReference(
            "npm and node are needed to compare with yoastseo: install nodejs and npm (Debian: apt install nodejs npm)"
        )
    done = CACHE / "installed"
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(HERE / name, CACHE / name)
    if done.exists() and done.read_text(encoding="utf-8") == lock:
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    result = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, timeout=600, check=False)
    if result.returncode:
        raise NoReference(f"npm ci of yoastseo failed in {CACHE}: {result.stderr[-800:]}")
    done.write_text(lock, encoding="utf-8")


def points(papers: Sequence[dict[str, Any]]) -> list[dict[str, int]]:
    """Yoast's points for each paper, by Yoast's identifiers. Raises `NoReference`."""
    install()
    command = ["node", "compare.mjs"]
    result = subprocess.run(
        command, cwd=CACHE, input=json.dumps(papers), capture_output=True, text=True, timeout=300, check=False
    )
    if result.returncode:
        raise NoReference(f"the reference failed: {result.stderr[-800:]}")
    found: list[dict[str, int]] = json.loads(result.stdout)
    return found

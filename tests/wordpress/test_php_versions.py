"""The plugin on the PHP versions at both ends of what it supports: real PHPs, compiled to WebAssembly."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from devsite.config import literal
from devsite.wordpress import Site
from tools.lint import PHPS, php

HERE = Path(__file__).parent
#: The answers of the routes, and what else the steps come to.
STORY = [
    ["ping", "ok"],
    ["status", 200],
    ["posts/N/rewrite", 202],
    ["posts/N/progress", 200],
    ["state", "writing"],
    ["posts/N", 200],
    ["posts/N/suggestions", 201],
    ["posts/N/suggestion", 200],
    ["posts/N/suggestion/preview", 200],
    ["posts/N/suggestion/apply", 200],
    ["title", "Le compost en ville"],
    ['id="seo_bridge_url"', 1],
    ["is-applied", 1],
]


@pytest.mark.parametrize("version", PHPS)
def test_a_rewrite_raises_no_notice(one_site: Site, tmp_path: Path, version: str) -> None:
    """From the click to the applied proposal, the plugin raises no notice, warning or deprecation under WP_DEBUG."""
    shutil.copytree(one_site.root / "database", tmp_path / "database")
    script = tmp_path / "story.php"
    places = f"define( 'WORDPRESS', {literal(str(one_site.wordpress))} ); define( 'DB_DIR', {literal(str(tmp_path / 'database'))} );"
    script.write_text((HERE / "php_story.php").read_text().replace("<?php", f"<?php {places}", 1))
    command = ["node", str(HERE / "php_wasm.mjs"), str(php(version)), str(script), str(one_site.root), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout.partition("<<<")[2].partition(">>>")[0]
    assert said, done.stdout[-3000:] + done.stderr[-3000:]
    ran, steps, complaints = json.loads(said)
    assert ran.startswith(f"{version}.")
    assert steps == STORY
    assert complaints == []

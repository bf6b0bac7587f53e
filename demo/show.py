"""Prints what a rewrite brought."""

from __future__ import annotations

import json
import re
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from demo.draft import FILE
from demo.site import AUTHOR
from devsite.wordpress import Site


def show(revision: dict[str, Any], console: Console) -> None:
    """What was removed, the new title, the outline, and a table of before and after."""
    meta = revision["meta"]
    report, seo = json.loads(meta["_seo_bridge_report"]), json.loads(meta["_seo_bridge_seo"])
    heading(console, "Removed")
    for removal in report["removed"]:
        console.print(
            Text(f"  − {removal['text']}", style="red"), Text(f"({removal['reason']})", style="dim"), soft_wrap=True
        )
    heading(console, "New title")
    console.print(Text(f"  {revision['post_title']}", style="bold"))
    for name, key in (("meta description", "meta_description"), ("focus keyphrase", "focus_keyphrase")):
        console.print(Text(f"  {name}: {seo.get(key, '')}", style="dim"), soft_wrap=True)
    heading(console, "Outline")
    for entry in report["outline"]:
        console.print(Text(f"  {'  ' * (entry['level'] - 2)}H{entry['level']}  {entry['text']}"))
    console.print()
    console.print(before_and_after(report))


def before_and_after(report: dict[str, Any]) -> Table:
    """Words, headings and scores, from the report that lies beside the revision."""
    table = Table("", "before", "after")
    headings = len(re.findall(r"<h[1-6]\b", FILE.read_text(encoding="utf-8")))
    before, after = report["scores"]["before"], report["scores"]["after"]
    table.add_row("words", str(report["words_before"]), str(report["words_after"]))
    table.add_row("headings", str(headings), str(len(report["outline"])))
    table.add_row("SEO score (of 100)", str(before["seo"]), str(after["seo"]))
    table.add_row("readability (of 100)", str(before["readability"]), str(after["readability"]))
    return table


def show_links(site: Site, post: int, revision: int, console: Console) -> None:
    """Where to look at it, and how to log in. Addresses are not wrapped, so that a terminal can open them."""
    heading(console, "Look at it")
    login = AUTHOR[0]
    for line in (
        f"  in the editor:  {site.admin_url}post.php?post={post}&action=edit#seo-bridge",
        f"  log in as:      {login}   password: {site.password(login)}",
        f"  compare screen: {site.admin_url}revision.php?revision={revision}",
        "",
        "  The suggestion waits in the panel « Réécrire pour le SEO »: the magnifying glass with a red dot, top right.",
        "  Apply it, all of it or some sections; or ask for another rewrite, or for one of an article of your own.",
    ):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def heading(console: Console, text: str) -> None:
    """A line that begins a part."""
    console.print()
    console.print(Text(text, style="bold cyan"))

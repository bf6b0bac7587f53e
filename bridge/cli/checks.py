"""`seo-bridge checks`: what an editor would say of a draft."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bridge.cli.options import InputError, config_option, read_text, settings_from

if TYPE_CHECKING:
    from bridge.article.model import Article, Draft
    from bridge.checks import Report

#: What of a draft's JSON is read, by the name that `draft_of` gives it.
FIELDS = {
    "title": "title",
    "meta_description": "meta_description",
    "keyphrase": "focus_keyphrase",
    "slug": "slug",
    "excerpt": "excerpt",
}


@click.command()
@click.argument("source")
@click.argument("draft")
@click.option("--source-title", default="", help="The title of the source.")
@click.option("--title", help="The draft's title, when DRAFT is HTML.")
@click.option("--meta-description", help="Its meta description.")
@click.option("--keyphrase", help="Its focus keyphrase.")
@click.option("--slug", help="Its slug.")
@click.option("--min-words", type=click.IntRange(0, 10_000), help="The length to aim at.  [default: 700]")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@config_option
def checks(
    source: str,
    draft: str,
    source_title: str,
    min_words: int | None,
    form: str,
    config: Path | None,
    **given: str | None,
) -> None:
    """Check a draft against its source.

    SOURCE is the content of a post in a file. DRAFT is the JSON of `seo-bridge rewrite`, or HTML or blocks with
    --title, --meta-description, --keyphrase, --slug. Prints the scores and the findings; --format json gives
    {scores: {seo, readability}, findings: [{check, severity, block, message, evidence}]}. Exit status 1 when
    there is an error among the findings.
    """
    from bridge.article import clean, clean_title, parse
    from bridge.article.model import Brief
    from bridge.checks import check, report_json

    house = settings_from(config, sites=False).rewrite
    article = clean(parse(read_text(source)))
    finished = read_draft(read_text(draft), given, article)
    brief = Brief(
        title=clean_title(source_title)[0],
        keyphrase=finished.focus_keyphrase,
        locale=house.locale,
        min_words=house.min_words if min_words is None else min_words,
    )
    report = check(article, finished, brief)
    if form == "json":
        click.echo(json.dumps(report_json(report), ensure_ascii=False, indent=2))
    else:
        table(report)
    sys.exit(1 if any(finding.severity == "error" for finding in report.findings) else 0)


def read_draft(text: str, given: dict[str, str | None], source: Article) -> Draft:
    """`text` as a draft: the JSON of a rewrite, otherwise HTML. Options win over the JSON's fields."""
    from bridge.article import draft_of

    data = json_object(text)
    if data is not None:
        if not isinstance(data.get("content"), str):
            raise InputError('DRAFT: the JSON has no "content"; give it as `seo-bridge rewrite` prints it')
        text = data["content"]
    fields = {name: given.get(name) or str((data or {}).get(key) or "") for name, key in FIELDS.items()}
    return draft_of(text, source=source, **fields)


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that `text` is, if it is one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def table(report: Report) -> None:
    """Scores and findings for a terminal."""
    from rich.console import Console
    from rich.table import Table

    before, after = report.before, report.scores
    console = Console()
    console.print(f"SEO {before.seo} → {after.seo}    lisibilité {before.readability} → {after.readability}")
    if not report.findings:
        return
    shown = Table("gravité", "contrôle", "bloc", "message", "extrait", expand=True)
    for finding in report.findings:
        block = "" if finding.block is None else str(finding.block)
        extract = finding.evidence.draft or finding.evidence.source
        shown.add_row(*map(plain, (finding.severity, finding.check, block, finding.message, extract)))
    console.print(shown)


def plain(text: str) -> Any:
    """`text` as it is, without rich's markup."""
    from rich.text import Text

    return Text(text)

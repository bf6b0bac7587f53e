"""`seo-bridge rewrite`: a file, without WordPress."""

from __future__ import annotations

import hashlib
import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from pydantic import BaseModel

from bridge.cli.options import config_option, read_text, settings_from

if TYPE_CHECKING:
    from bridge.article.model import Brief
    from bridge.config import Settings, WriterName
    from bridge.pipeline import Rewrite, State
    from bridge.writer import Writer

Result = TypeVar("Result", bound=BaseModel)


class Inline:
    """A `bridge.pipeline.Run` that records nothing; on a terminal it shows where the run stands."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def step(self, name: str, action: Callable[[], Result], result: type[Result]) -> Result:
        """`action()`."""
        return action()

    def tell(self, state: State, words: int = 0, expected: int = 0) -> None:
        """Shows where the run stands."""
        self.show(state, words, expected)

    def show(self, state: str, words: int, expected: int) -> None:
        """Overwrites one line of stderr."""
        if self.shown:
            count = f" {words}/{expected}" if expected else ""
            click.echo(f"\r\x1b[K{state}{count}", err=True, nl=False)

    def end(self) -> None:
        """Clears the line."""
        if self.shown:
            click.echo("\r\x1b[K", err=True, nl=False)


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--title", default="", help="The post's title.")
@click.option("--writer", type=click.Choice(["offline", "claude"]), help="[default: as configured]")
@click.option("--format", "form", type=click.Choice(["json", "html"]), default="json", show_default=True)
@click.option("--keyphrase", default="", help="The focus keyphrase; without it, one is chosen.")
@click.option("--min-words", type=click.IntRange(0, 10_000), help="The length to aim at.  [default: 700]")
@click.option("--locale", help="fr_FR, fr_CA …  [default: fr_FR]")
@click.option("--site-url", default="", help="The site it is for; tells its own links from others in the scores.")
@config_option
def rewrite(
    file: str,
    title: str,
    writer: WriterName | None,
    form: str,
    keyphrase: str,
    min_words: int | None,
    locale: str | None,
    site_url: str,
    config: Path | None,
) -> None:
    """Rewrite a file, without WordPress.

    FILE holds the content of a post, blocks or HTML, in UTF-8. JSON on stdout: title, titles, slug,
    meta_description, focus_keyphrase, excerpt, content, report. With --format html the content alone. Needs
    neither a configuration nor WordPress. With the writer claude, paid calls are booked in the configured
    database, so that the same request is never paid for twice.
    """
    from bridge.pipeline import rewrite_content

    settings = settings_from(config, sites=False)
    content = read_text(file)
    run = Inline()
    try:
        brief = brief_from(settings, title, keyphrase, min_words, locale, site_url)
        chosen = writer_for(writer or settings.writer_for(settings.rewrite), settings, content)
        done = rewrite_content(content, brief, chosen, run)
    finally:
        run.end()
    click.echo(done.composed.content if form == "html" else as_json(done))


def brief_from(
    settings: Settings, title: str, keyphrase: str, min_words: int | None, locale: str | None, site_url: str
) -> Brief:
    """The configured brief with the command's own wishes."""
    from bridge.article.model import Brief

    house = settings.rewrite
    if locale and not locale.startswith("fr"):
        raise click.BadParameter("must be a French locale such as fr_FR or fr_CA", param_hint="--locale")
    return Brief(
        title=title,
        keyphrase=keyphrase,
        locale=locale or house.locale,
        site_url=site_url,
        min_words=house.min_words if min_words is None else min_words,
        **house.model_dump(include={"nbsp", "tone", "audience", "house_rules", "forbidden_words"}),
    )


def writer_for(name: WriterName, settings: Settings, content: str) -> Writer:
    """The writer, its ledger bound to this content as if to a post."""
    from bridge.cli.parts import make_writer
    from bridge.jobs.ledger import Ledgers, Limits

    post = int.from_bytes(hashlib.sha256(content.encode()).digest()[:6])
    if name == "offline":
        from bridge.writer.offline import Offline

        return Offline()
    ledger = Ledgers(settings.database.url).of(uuid.uuid4().hex, "", post, Limits.of(settings.budget))
    return make_writer(name, settings.claude, settings, ledger)


def as_json(done: Rewrite) -> str:
    """The rewrite as the command prints it."""
    from bridge.report import report_of

    draft = done.draft
    data = {
        "title": draft.title,
        "titles": draft.titles,
        "slug": draft.slug,
        "meta_description": draft.meta_description,
        "focus_keyphrase": draft.focus_keyphrase,
        "excerpt": draft.excerpt,
        "content": done.composed.content,
        "report": report_of(done),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)

"""`seo-bridge backfill` against a site, the played API, and a real worker."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.jobs.tables import calls
from bridge.writer.claude.money import PRICES, cost
from bridge.writer.ledger import Usage
from tests.cli.conftest import SECRETS, Run
from tests.played_claude import PlayedClaude
from tests.wordpress_client.stand_in import POST, RECEIPT, Handler, StandIn
from tests.writer.articles import PRESS

KEYED = {**SECRETS, "ANTHROPIC_API_KEY": "sk-played"}
#: Far more than anything here takes: what is late by then does not come.
LATE = 60.0


@pytest.fixture
def blog(wordpress: StandIn) -> StandIn:
    """The site, with five drafts that its owner lets the bridge list."""

    def answer(handler: Handler, route: str) -> None:
        route, _, query = route.partition("?")
        number = route.removeprefix("/posts/").partition("/")[0]
        if route == "/posts":
            page = 2 if "page=2" in query else 1
            posts = [{"id": n, "type": "post"} for n in ((1, 2, 3), (4, 5))[page - 1]]
            wordpress.say(handler, 200, {"posts": posts, "pages": 2})
        elif route == "/pull":
            wordpress.say(handler, 200, {"events": []})
        elif route.endswith("/suggestions"):
            wordpress.say(handler, 201, {**RECEIPT, "revision": 100 + int(number)})
        else:
            content = PRESS.replace("Brénac", f"Brénac-{number}")
            digest = hashlib.sha256(f"La piscine\n{content}".encode()).hexdigest()
            own = {"id": int(number), "title": "La piscine", "content": content, "content_hash": f"sha256:{digest}"}
            wordpress.say(handler, 200, {**POST, **own, "options": {}})

    wordpress.answer = answer
    return wordpress


@pytest.fixture
def played(config: Path, blog: StandIn) -> Iterator[PlayedClaude]:
    """The API that the configuration names."""
    with PlayedClaude() as api:
        config.write_text(
            f'{config.read_text()}\n[claude]\nbase_url = "{api.url}"\n[rewrite]\nwriter = "claude"\n'
            "[worker]\npoll_seconds = 0.1\n",
            encoding="utf-8",
        )
        yield api


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a command; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        with (tmp_path / f"log-{len(started)}").open("w") as log:
            command = [sys.executable, "-m", "bridge", *arguments]
            process = subprocess.Popen(
                command, env={**os.environ, **KEYED}, stdout=subprocess.PIPE, stderr=log, text=True
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def proposals(blog: StandIn) -> Counter[int]:
    """How many proposals each post was given, by distinct job."""
    posted = {(path, json.loads(body)["job"]) for _, path, _, body in blog.seen if path.endswith("/suggestions")}
    return Counter(int(path.split("/")[-2]) for path, _ in posted)


def test_drafts_are_rewritten_and_delivered(
    played: PlayedClaude, blog: StandIn, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """All pages of the site's list are answered in a batch, and a worker hands a proposal back for each post."""
    start("worker")
    command = start("backfill", "blog", "--status", "draft", "--category", "sport", "--yes")
    out, _ = command.communicate(timeout=LATE)
    assert command.returncode == 0, out
    assert proposals(blog) == Counter(dict.fromkeys((1, 2, 3, 4, 5), 1))
    assert len(played.requests) == len(played.bills) == 5
    assert "Posts to rewrite, at half the price: 5\n" in out
    assert "Posts delivered: 5\n" in out
    assert any("status=draft&page=1&category=sport" in path for _, path, _, _ in blog.seen)


def test_an_estimate_comes_first_and_no_is_no(played: PlayedClaude, run: Run) -> None:
    """A dry run, and a "no" to the question, print posts, tokens and dollars, and send nothing."""
    for arguments, answer in ((["--dry-run"], ""), ([], "n\n")):
        result = run("backfill", "blog", *arguments, input=answer, env=KEYED)
        for part in ("half the price: 5\n", "tokens in, about: ", "tokens out, about", "USD, about: ", "USD, at most"):
            assert part in result.output
    assert played.batches.all == {}


def test_a_site_that_does_not_write_with_claude_is_refused(run: Run, config: Path) -> None:
    """The message names the site and the key of the configuration; a site that is not there is named too."""
    result = run("backfill", "blog", env=SECRETS)
    assert result.exit_code == 2
    assert "sites.blog: a backfill needs the writer claude" in result.output
    assert "sites.shop: is not there" in run("backfill", "shop", env=SECRETS).output


def test_a_site_whose_owner_has_not_allowed_it_says_so(played: PlayedClaude, blog: StandIn, run: Run) -> None:
    """The plugin's own sentence is shown."""
    message = "An administrator must first allow it"
    blog.answer = lambda handler, route: blog.say(handler, 403, {"code": "seo_bridge_no_backfill", "message": message})
    result = run("backfill", "blog", "--yes", env=KEYED)
    assert result.exit_code == 1
    assert message in result.output


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_it_pays_once(
    seed: int, played: PlayedClaude, blog: StandIn, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """kill -9 five times, then a run to the end: each post is paid for and delivered once; the ledger is the bill."""
    moments = random.Random(seed)
    played.batches.looks = 3
    start("worker")
    for _ in range(5):
        seen = len(blog.seen)
        command = start("backfill", "blog", "--yes")
        while len(blog.seen) == seen:
            time.sleep(0.01)
        time.sleep(moments.uniform(0.0, 3.0))
        command.send_signal(signal.SIGKILL)
        command.wait()
    command = start("backfill", "blog", "--yes")
    out, _ = command.communicate(timeout=LATE)
    assert command.returncode == 0, out
    assert len(played.requests) == 5
    assert proposals(blog) == Counter(dict.fromkeys((1, 2, 3, 4, 5), 1))
    usages = [Usage(bill.input, bill.output, bill.cache_write, bill.cache_read) for bill in played.bills]
    engine = sa.create_engine(f"sqlite:///{tmp_path}/seo-bridge.sqlite")
    with engine.connect() as connection:
        booked = dict(
            connection.execute(sa.select(calls.c.state, sa.func.sum(calls.c.cost)).group_by(calls.c.state)).all()
        )
    engine.dispose()
    assert booked.pop("settled") == sum(cost(usage, PRICES["claude-sonnet-5-5"]) for usage in usages) // 2
    assert set(booked) <= {"released"}

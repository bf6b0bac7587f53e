"""A fresh WordPress, from the command to the first rewritten draft, as its owner sees it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from devsite.pytest_plugin import SITES, new_site
from devsite.wordpress import ADMIN, Site
from tests.editor.browser import LOCAL

CONFIG = """\
# ours, and to stay as it is
[server]
port = {port}   # a free one

[database]
url = "sqlite:///{folder}/jobs.sqlite"

[worker]
poll_seconds = 0.2
"""
TITLE = "Le refuge des Trois-Cols rouvre samedi"
TEXT = "Le refuge des Trois-Cols a rouvert samedi 14 juin, après deux ans de travaux. Il compte 48 places."
PASSWORDS = """$user = get_user_by( 'login', $in['login'] );
return $user ? count( WP_Application_Passwords::get_user_application_passwords( $user->ID ) ) : 0;"""
#: Far more than anything here takes.
LATE = 120.0


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A WordPress with the plugin active that nobody has set up."""
    with new_site(SITES[-1], tmp_path_factory.mktemp("fresh")) as site:
        yield site


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration without sites."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(port=port, folder=tmp_path), encoding="utf-8")
    return path


class Command:
    """`seo-bridge` as a process whose output is read while it runs."""

    def __init__(self, *arguments: str, answers: str = "\n") -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEO_BRIDGE_", "ANTHROPIC_", "LC_", "LANG"))}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "bridge", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**kept, "LANG": "fr_FR.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        self.type(answers)
        self.output = ""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output += line

    def until(self, pattern: str) -> str:
        """Waits for output that matches."""
        end = time.monotonic() + LATE
        while not (found := re.search(pattern, self.output)):
            assert time.monotonic() < end, self.output
            assert self.process.poll() is None or re.search(pattern, self.output), self.output
            time.sleep(0.05)
        return found[0]

    def type(self, text: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def end(self) -> int:
        """Its exit status, once all of its output is there."""
        status = self.process.wait(LATE)
        self.reader.join(LATE)
        return status


@contextmanager
def running(*arguments: str, answers: str = "\n") -> Iterator[Command]:
    """The command; stopped at the end if it still runs."""
    command = Command(*arguments, answers=answers)
    try:
        yield command
    finally:
        if command.process.poll() is None:
            command.process.terminate()
        command.end()
        for stream in (command.process.stdin, command.process.stdout):
            assert stream
            stream.close()


@pytest.fixture
def owner(browser: Browser) -> Iterator[Page]:
    """The owner's browser, in which nobody is logged in, and which reaches this machine alone."""
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(60_000)
    context.route(lambda url: not LOCAL.match(url), lambda route: route.abort())
    yield context.new_page()
    context.close()


class Owner:
    """Somebody with a mouse, whose clicks are counted."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site, self.clicks = page, site, 0

    def click(self, what: str) -> None:
        self.clicks += 1
        self.page.click(what)

    def log_in(self, link: str) -> None:
        self.page.goto(link)
        self.page.fill("#user_login", ADMIN)
        self.page.fill("#user_pass", self.site.password(ADMIN))
        self.click("#wp-submit")

    def write(self) -> None:
        """Types a post into the block editor, with the keyboard alone, once the guide to it is shut."""
        self.page.wait_for_function("() => window.wp?.data?.select( 'core/editor' )?.__unstableIsEditorReady?.()")
        close = self.page.locator(".edit-post-welcome-guide button[aria-label]").first
        close.wait_for()
        self.clicks += 1
        close.click()
        canvas = self.page.frame("editor-canvas") or self.page  # WordPress shows posts in a frame or not, by theme
        canvas.locator("h1.wp-block-post-title").focus()
        self.page.keyboard.type(TITLE)
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(TEXT)


def logged_in(page: Page, site: Site) -> None:
    """Has the owner logged in already."""
    cookies = site.login_cookies(ADMIN).items()
    page.context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in cookies])


def proposal(site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """The draft and its pending revision, once it is there."""
    end = time.monotonic() + LATE
    code = "return array_column( get_posts( array( 'post_status' => 'draft', 'numberposts' => -1 ) ), 'ID' );"
    while time.monotonic() < end:
        for post_id in site.json(code):
            for revision in site.revisions(post_id):
                if "_seo_bridge_job" in revision["meta"]:
                    post = site.get_post(post_id)
                    assert post
                    return post, revision
        time.sleep(0.5)
    return pytest.fail("no pending revision came")


def test_from_the_command_to_the_first_rewritten_draft(fresh: Site, config: Path, owner: Page) -> None:
    """One command and at most five clicks: logging in, approving, writing, saving; then the proposal is there.

    The draft stays as it was typed, the owner's own password is gone, the bridge's user can only propose, the
    configuration's own text is untouched, and its secrets are their owner's alone.
    """
    before, start = config.read_text(encoding="utf-8"), time.monotonic()
    who = Owner(owner, fresh)
    with running("connect", fresh.url, "--serve", "--config", str(config)) as command:
        who.log_in(command.until(r"http://\S+authorize-application\.php\S+"))
        who.click("#approve")
        owner.wait_for_url(re.compile(r"/done$"))
        assert "Le site est connecté." in owner.content(), command.output
        connected = time.monotonic() - start
        who.click("text=Écrire un article")
        who.write()
        who.click(".editor-post-save-draft")
        post, revision = proposal(fresh)
        print(
            f"connected after {connected:.0f} s, proposal after {time.monotonic() - start:.0f} s, {who.clicks} clicks"
        )
        command.process.terminate()
        command.end()
    assert who.clicks <= 5
    assert (post["post_title"], TEXT in post["post_content"]) == (TITLE, True)
    assert revision["post_content"] != post["post_content"] or revision["post_title"] != post["post_title"]
    assert fresh.json(PASSWORDS, login=ADMIN) == 0
    assert fresh.json("return get_user_by( 'login', 'seo-bridge' )->roles;") == ["seo_bridge"]
    assert config.read_text(encoding="utf-8").startswith(before)
    secrets = sorted((config.parent / "secrets").glob("*.*_*"))
    assert [path.stat().st_mode & 0o777 for path in secrets] == [0o600, 0o600]
    for path in secrets:
        assert path.read_text().strip() not in command.output


def ended(*arguments: str, answers: str = "") -> tuple[int, str]:
    """Exit status and output of a command."""
    with running(*arguments, answers=answers) as command:
        return command.end(), command.output


def test_a_no_changes_nothing(fresh: Site, config: Path, owner: Page) -> None:
    """Declined in WordPress, the command says so and what to do; neither the site nor the configuration changed."""
    before = config.read_text(encoding="utf-8"), fresh.json(PASSWORDS, login=ADMIN), fresh.option("seo_bridge_url")
    logged_in(owner, fresh)
    with running("connect", fresh.url, "--config", str(config)) as command:
        owner.goto(command.until(r"http://\S+authorize-application\.php\S+"))
        owner.click("#reject")
        owner.wait_for_url(re.compile(r"/denied$"))
        assert "Rien n’a été autorisé ni changé." in owner.content()
        assert command.end() == 1
        command.until("l’autorisation a été refusée dans WordPress")
    after = config.read_text(encoding="utf-8"), fresh.json(PASSWORDS, login=ADMIN), fresh.option("seo_bridge_url")
    assert after == before


def test_pasted_then_renewed_then_removed(fresh: Site, config: Path, owner: Page) -> None:
    """Without a browser the password is pasted, if need be again. Then the secret and the password are renewed while the
    bridge runs, and the removed site leaves the configuration, the plugin's settings and the access as they were before.
    """  # fmt: skip
    before, where = config.read_text(encoding="utf-8"), ("--config", str(config))
    passwords = fresh.json(PASSWORDS, login="seo-bridge")
    logged_in(owner, fresh)

    def approve(command: Command, typed: str = "") -> None:
        """Approves, and copies what WordPress shows, or types something else."""
        owner.goto(command.until(r"http://\S+authorize-application\.php\S+"))
        owner.click("#approve")
        shown = owner.locator("#new-application-password-value").input_value()
        command.type(f"{ADMIN}\n{typed or shown}\n")

    with running("connect", fresh.url, "--paste", "--name", "val", *where) as command:
        approve(command, "mal recopié")
        assert command.end() == 1, command.output
        assert "Le site refuse l’utilisateur ou le mot de passe d’application." in command.output
    with running("connect", fresh.url, "--paste", "--name", "val", *where) as command:
        approve(command)
        assert command.end() == 0, command.output
    assert ended("sites", "list", *where)[1].startswith(f"val  {fresh.url}  seo-bridge  secrets/val.webhook_secret")
    assert fresh.json(PASSWORDS, login=ADMIN) == 1  # what was mistyped is good for nothing, and still there
    secret = config.parent / "secrets" / "val.webhook_secret"
    password = secret.with_name("val.application_password")
    first, access = secret.read_text().strip(), password.read_text()

    with running("web", *where) as web:
        web.until("listening on")
        assert ended("sites", "test", "val", *where)[0] == 0
        status, told = ended("sites", "rotate", "val", *where)
        assert (status, "--finish" in told) == (0, True), told
        new, old = secret.read_text().split()
        assert (old, fresh.option("seo_bridge_secret")) == (first, new)
        assert ended("sites", "rotate", "val", *where)[0] == 0  # as after a cut: goes on where it stood
        assert ended("sites", "rotate", "val", "--finish", *where)[0] == 0
        assert secret.read_text().strip() == new
        with running("sites", "rotate", "val", "--password", "--paste", *where) as command:
            approve(command)
            assert command.end() == 0, command.output
        assert password.read_text() != access
        assert ended("sites", "test", "val", *where)[0] == 0

    status, told = ended("sites", "remove", "val", "--yes", *where)
    assert (status, config.read_text(encoding="utf-8")) == (0, before), told
    assert not secret.exists()
    assert not password.exists()
    assert [fresh.option(f"seo_bridge_{name}") for name in ("url", "site", "secret")] == ["", "", ""]
    assert fresh.json(PASSWORDS, login=ADMIN) == 1
    assert fresh.json(PASSWORDS, login="seo-bridge") == passwords

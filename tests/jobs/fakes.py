"""A site and a writer that write down what they are asked, in a file, and do as a plan tells them.

A plan is a folder. `events`: a line for each event, in order. `hang-EVENT`: whoever comes to EVENT stays there, once,
until it is killed or the file `go` appears. `fail-EVENT`: holds lines of error names with an optional retry-after, one
taken per event.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

from bridge import errors
from bridge.article import Article
from bridge.article.model import Brief, Draft, DraftBlock, Finding
from bridge.wordpress import Post, Proposal, Receipt
from bridge.wordpress.exchange import Pull, Told
from bridge.writer import Progress, silent

CONTENT = """<!-- wp:paragraph -->
<p>La mairie de Valbrune a ouvert une bibliothèque près de la gare. Les habitants l’attendaient.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>Le bâtiment accueille les lecteurs chaque matin. Une salle est réservée aux enfants.</p>
<!-- /wp:paragraph -->"""


class Plan:
    """The folder that a test and its workers share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def event(self, name: str, about: object = "") -> None:
        """Writes the event down for good, then hangs or fails as planned."""
        with (self.folder / "events").open("a", encoding="utf-8") as file:
            file.write(f"{name} {about}\n".replace(" \n", "\n"))
            file.flush()
            os.fsync(file.fileno())
        hang = self.folder / f"hang-{name}"
        if hang.exists():
            hang.rename(self.folder / f"hung-{name}")
            while not (self.folder / "go").exists():
                time.sleep(0.01)
        self._fail(self.folder / f"fail-{name}")

    def events(self, name: str | None = None) -> list[str]:
        """What happened so far; with `name`, only that."""
        file = self.folder / "events"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return lines if name is None else [line for line in lines if line.split(" ")[0] == name]

    def hang(self, name: str) -> None:
        """Plans that whoever comes to `name` next stays there."""
        (self.folder / f"hang-{name}").touch()

    def hung(self, name: str) -> bool:
        """Whether somebody hangs, or hung, there."""
        return (self.folder / f"hung-{name}").exists()

    def go(self) -> None:
        """Lets everybody who hangs go on."""
        (self.folder / "go").touch()

    def release(self) -> None:
        """Lets everybody go on who hangs or is slow."""
        self.go()
        (self.folder / "slow").unlink(missing_ok=True)

    def fail(self, name: str, *failures: str) -> None:
        """Plans that the next events of this name fail: names of errors, with "=SECONDS" for a retry-after."""
        (self.folder / f"fail-{name}").write_text("\n".join(failures))

    def _fail(self, file: Path) -> None:
        if not file.exists():
            return
        with file.open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            failures = handle.read().splitlines()
            if not failures:
                return
            handle.seek(0)
            handle.truncate()
            handle.write("\n".join(failures[1:]))
        name, _, seconds = failures[0].partition("=")
        if name == "bug":
            raise KeyError("whsec_a-secret")
        raise getattr(errors, name)("as planned", retry_after=float(seconds) if seconds else None)


class PlannedSite:
    """A site whose posts are all alike; `content-POST` in the plan's folder is the content of that post."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        self.plan.event("fetch", post_id)
        own = self.plan.folder / f"content-{post_id}"
        content = own.read_text(encoding="utf-8") if own.exists() else CONTENT
        named = self.plan.folder / "title"
        title = named.read_text(encoding="utf-8") if named.exists() else "Une bibliothèque"
        digest = hashlib.sha256(f"{title}\n{content}".encode()).hexdigest()
        post = Post(
            id=post_id,
            type=post_type,
            status="draft",
            title=title,
            content=content,
            content_hash=f"sha256:{digest}",
            modified_gmt="2026-11-23T10:00:00",
        )
        self.plan.event("fetched", post_id)
        return post

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        self.plan.event("propose", proposal.job)
        file = self.plan.folder / f"revision-{proposal.job}"
        if not file.exists():
            file.write_text(proposal.content, encoding="utf-8")
            self.plan.event("revision", proposal.job)
        self.plan.event("proposed", proposal.job)
        stale = (self.plan.folder / "stale").exists()
        return Receipt(revision=1000 + post.id, stale=stale, compare_url="https://blog.test/compare")


class PlannedPlugin:
    """A site's plugin that is told of jobs."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def exchange(self, told: Told) -> Pull:
        for one in told.jobs:
            self.plan.event("tell", f"{one.job} {one.state}")
            self.plan.event("told", f"{one.job} {one.state}")
        return Pull()


class PlannedWriter:
    """Gives every paragraph back; with `bad` in the plan's folder it invents a number, until repaired."""

    name = "planned"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def rewrite(self, article: Article, brief: Brief, progress: Progress = silent) -> Draft:
        self.plan.event("write")
        for words in range(1, 4):
            progress(words, 30)
        while (self.plan.folder / "slow").exists():
            time.sleep(0.05)
            progress(4, 30)
        draft = self._draft(article, " Elle compte 4321 livres." if (self.plan.folder / "bad").exists() else "")
        self.plan.event("written")
        return draft

    def repair(
        self, article: Article, brief: Brief, draft: Draft, findings: Sequence[Finding], progress: Progress = silent
    ) -> Draft:
        self.plan.event("repair")
        repaired = self._draft(article, "")
        self.plan.event("repaired")
        return repaired

    def notices(self, article: Article, brief: Brief) -> tuple[Finding, ...]:
        return ()

    def _draft(self, article: Article, more: str) -> Draft:
        return Draft(
            titles=("Une bibliothèque à Valbrune", "Valbrune ouvre une bibliothèque", "Bibliothèque : Valbrune lit"),
            slug="bibliotheque-valbrune",
            meta_description="La mairie de Valbrune a ouvert une bibliothèque près de la gare.",
            focus_keyphrase="bibliothèque",
            excerpt="Une bibliothèque ouvre à Valbrune.",
            blocks=tuple(
                DraftBlock(kind="paragraph", text=passage.text + more * (number == 0), sources=(passage.number,))
                for number, passage in enumerate(article.passages)
            ),
        )

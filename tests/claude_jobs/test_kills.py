"""kill -9 in mid-job, with the real worker, ledger, writer and SDK against the played API."""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from bridge.writer.claude.money import PRICES, cost
from bridge.writer.claude.request import key_of
from bridge.writer.ledger import Usage
from bridge.writer.prompts import load
from tests.claude_jobs.conftest import Newsroom
from tests.jobs.conftest import until
from tests.played_claude import Bill, PlayedClaude

#: Runs that are killed in mid-job, and jobs side by side.
KILLS, TOGETHER = 50, 8
#: Far more than anything here takes, on a busy machine too.
LATE = 120.0
TOKENS = ("input", "output", "cache_write", "cache_read")


@dataclass
class Story:
    """What happened: jobs in the order of their posts, kills by job, and where each worker's requests begin."""

    played: PlayedClaude
    jobs: list[str] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    lives: list[int] = field(default_factory=list)

    def key(self, number: int) -> str:
        """The content key of the request of that number, from 1."""
        body = {name: value for name, value in self.played.requests[number - 1].items() if name != "stream"}
        return key_of(body, load())

    def job(self, number: int) -> str:
        """The job whose post that request is about."""
        post = re.search(r"Brénac-(\d+)", json.dumps(self.played.requests[number - 1], ensure_ascii=False))
        assert post
        return self.jobs[int(post[1]) - 1]


@pytest.fixture
def story(newsroom: Newsroom) -> Story:
    """Workers are killed at random moments until fifty runs were in mid-job; then one ends all."""
    moments = random.Random(20261123)
    faults = ("invented_name", "invented_date", "changed_number") * 100
    with PlayedClaude("bad", faults=faults, pace=0.02) as played:
        told = Story(played)
        while told.killed.total() < KILLS:
            while sum(not newsroom.jobs.status(job).finished for job in told.jobs) < TOGETHER:
                told.jobs.append(newsroom.submit())
            begun = len(newsroom.plan.events("begin"))
            told.lives.append(len(played.requests))
            worker = newsroom.start(played, concurrency=TOGETHER)
            until(lambda begun=begun: len(newsroom.plan.events("begin")) >= begun + TOGETHER // 2, LATE)
            time.sleep(moments.uniform(0.0, 2.5))
            newsroom.kill(worker)
            here = {event.split()[1] for event in newsroom.plan.events("begin")[begun:]}
            told.killed.update(job for job in here if not newsroom.jobs.status(job).finished)
            until(lambda: len(played.bills) == len(played.requests))
        told.lives.append(len(played.requests))
        newsroom.start(played, concurrency=TOGETHER)
        until(lambda: all(newsroom.jobs.status(job).finished for job in told.jobs), LATE)
        until(lambda: len(played.bills) == len(played.requests))
    return told


def test_fifty_runs_are_killed_and_nothing_is_paid_twice(newsroom: Newsroom, story: Story) -> None:
    """Every job ends well with one proposal; what the ledger counts is what the API bills.

    What is compared, call by call; a call is a content key, and each job's post has a text of its own.
    1. No worker sends a call twice. So one that was answered to its end is asked for again only when its worker died
       before the ledger had the answer: at most once for each killed run.
    2. The ledger settles each call once, and no call is sent after it was settled. The tokens of the settled row are
       those of the last bill that the API made out for this call.
    3. All other rows are calls that were cut off, booked at the worst; what the API billed for those of them that it
       saw is never more.
    """
    rows, bills = defaultdict(list), defaultdict(list)
    for row in newsroom.calls():
        rows[row["key"]].append(row)
    for bill in sorted(story.played.bills, key=lambda bill: bill.request):
        bills[story.key(bill.request)].append(bill)
    for first, end in pairwise([*story.lives, len(story.played.requests)]):
        sent = [story.key(number) for number in range(first + 1, end + 1)]
        assert len(sent) == len(set(sent))
    again = Counter[str]()
    for made in bills.values():
        again[story.job(made[0].request)] += max(0, sum(bill.kind != "abandoned" for bill in made) - 1)
    assert all(count <= story.killed[job] for job, count in again.items())
    assert bills.keys() <= rows.keys()
    for key, made in rows.items():
        settled = [row for row in made if row["state"] == "settled"]
        cut = [row for row in made if row["state"] == "uncertain"]
        assert (len(settled), len(settled) + len(cut)) == (1, len(made))
        assert len(bills[key]) <= len(made)
        *others, last = bills[key]
        assert [settled[0][name] for name in TOKENS] == [getattr(last, name) for name in TOKENS]
        assert settled[0]["cost"] == price(last)
        assert sum(map(price, others)) <= sum(row["worst"] for row in cut)
    assert {newsroom.jobs.status(job).state for job in story.jobs} == {"done"}
    assert Counter(newsroom.plan.events("revision")) == Counter(f"revision {job}" for job in story.jobs)
    assert story.killed.total() >= KILLS


def price(bill: Bill) -> int:
    """Nano-dollars of `bill`."""
    return cost(Usage(*(getattr(bill, name) for name in TOKENS)), PRICES["claude-sonnet-5-5"])

"""Our tables in the database of jobs, beside those that DBOS keeps there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

#: Seconds since the epoch.
Moment = sa.Double

jobs = sa.Table(
    "bridge_job",
    metadata,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("post_id", sa.BigInteger, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("post_type", sa.Text, nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("waiting", sa.Boolean, nullable=False),
    sa.Column("dispatched", sa.Boolean, nullable=False),
    sa.Column("due", Moment, nullable=False),
    sa.Column("carried", sa.Text, nullable=False),
    sa.Column("words", sa.Integer, nullable=False),
    sa.Column("expected", sa.Integer, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("reason_fr", sa.Text, nullable=False),
    sa.Column("reason_en", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger),
    sa.Column("compare_url", sa.Text, nullable=False),
    sa.Column("edit_url", sa.Text, nullable=False),
    sa.Column("base_hash", sa.Text, nullable=False),
    sa.Column("brief_key", sa.Text, nullable=False),
    sa.Column("proposed_hash", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("updated", Moment, nullable=False),
)
_waiting: dict[str, Any] = {"sqlite_where": jobs.c.waiting, "postgresql_where": jobs.c.waiting}
# At most one job of a post waits at any time, whoever inserts: this index is what joins a series of saves.
sa.Index("bridge_job_waiting", jobs.c.site, jobs.c.post_id, unique=True, **_waiting)
sa.Index("bridge_job_due", jobs.c.due, sqlite_where=~jobs.c.dispatched, postgresql_where=~jobs.c.dispatched)
# Not by site first, or SQLite counts a site's waiting jobs by this one, through all that it ever had.
sa.Index("bridge_job_post", jobs.c.post_id, jobs.c.site, jobs.c.updated)
sa.Index("bridge_job_created", jobs.c.created)

webhooks = sa.Table(
    "bridge_webhook",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("webhook_id", sa.Text, primary_key=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False, index=True),
)

# What is still to be told goes with its job.
news = sa.Table(
    "bridge_news",
    metadata,
    sa.Column("job", sa.Text, sa.ForeignKey(jobs.c.job, ondelete="CASCADE"), primary_key=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("stage", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", Moment, nullable=False, index=True),
)

workers = sa.Table(
    "bridge_worker",
    metadata,
    sa.Column("executor", sa.Text, primary_key=True),
    sa.Column("seen", Moment, nullable=False),
)

calls = sa.Table(
    "bridge_call",
    metadata,
    sa.Column("reservation", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("post_id", sa.BigInteger, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("prompt", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("worst", sa.BigInteger, nullable=False),
    sa.Column("cost", sa.BigInteger, nullable=False),
    sa.Column("doubts", sa.Integer, nullable=False),
    sa.Column("input", sa.BigInteger, nullable=False),
    sa.Column("output", sa.BigInteger, nullable=False),
    sa.Column("cache_write", sa.BigInteger, nullable=False),
    sa.Column("cache_read", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("opened", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
)
sa.Index("bridge_call_key", calls.c.site, calls.c.key)
sa.Index("bridge_call_day", calls.c.day, calls.c.site)

batches = sa.Table(
    "bridge_batch",
    metadata,
    sa.Column("batch", sa.Text, primary_key=True),
    sa.Column("site", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("remote", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False),
)

batch_posts = sa.Table(
    "bridge_batch_post",
    metadata,
    sa.Column("reservation", sa.Text, primary_key=True),
    sa.Column("batch", sa.Text, nullable=False, index=True),
    sa.Column("post_id", sa.BigInteger, nullable=False),
    sa.Column("post_type", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
)

"""The settings as types: frozen, strict, and refusing any key that nobody reads."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bridge.config.values import (
    Address,
    DatabaseUrl,
    Dollars,
    Effort,
    FrenchLocale,
    Hours,
    Positive,
    Seconds,
    Timezone,
    WriterName,
    http_address,
)


class Section(BaseModel):
    """Base of all sections: frozen, no coercion, no unknown key, and no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    #: fields that no file may hold: secrets, and what the loader knows by itself
    filled_in: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def known_keys(cls) -> list[str]:
        """The keys that a file may hold in this section."""
        return [name for name in cls.model_fields if name not in cls.filled_in]


class Server(Section):
    """Where the web process listens. `public_url` is how the sites reach it; empty: as the request came."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8765
    public_url: Address = ""
    threads: Annotated[int, Field(ge=1, le=256)] = 8
    max_body_bytes: Annotated[int, Field(ge=1024, le=16 * 1024 * 1024)] = 65536


class Database(Section):
    """The queue and the ledger. `url` is SQLAlchemy's: sqlite:///file or postgresql://user@host/name.

    Finished jobs and paid answers are deleted after `keep_days`.
    """

    url: Annotated[DatabaseUrl, Field(repr=False)] = "sqlite:///seo-bridge.sqlite"
    keep_days: Annotated[int, Field(ge=1, le=36_500)] = 90


class Worker(Section):
    """How one worker process works through the queue."""

    concurrency: Positive = 8
    poll_seconds: Seconds = 0.5
    max_queued_per_site: Positive = 500
    max_attempts: Positive = 6


class Rewrite(Section):
    """What a rewrite should be like. `min_words` is what is aimed at; a thin source is not padded."""

    writer: Literal["auto", "offline", "claude"] = "auto"
    locale: FrenchLocale = "fr_FR"
    min_words: Annotated[int, Field(ge=0, le=10_000)] = 700
    nbsp: Literal["narrow", "plain"] = "narrow"
    tone: str = ""
    audience: str = ""
    house_rules: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()


class Rules(Section):
    """Which posts are rewritten; an empty list of types, categories … excludes none.

    `categories` and `tags` are slugs, `authors` the names in authors' addresses, `languages` two letters. They hold, as
    `min_source_words` and `hours` do, for what no author clicked for; `daily_per_post` holds for everything.
    """

    triggers: tuple[Literal["click", "save", "publish"], ...] = ("click", "save", "publish")
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_source_words: Annotated[int, Field(ge=0, le=10_000)] = 0
    hours: Hours = ""
    timezone: Timezone = "Europe/Paris"
    daily_per_post: Annotated[int, Field(ge=1, le=1000)] = 10


class Price(Section):
    """USD per million tokens of one model."""

    input: Dollars
    output: Dollars
    cache_write: Dollars
    cache_read: Dollars


class Claude(Section):
    """The model to ask and how long to wait. Empty, `base_url` is Anthropic's own, and `effort` is not sent."""

    base_url: Address = ""
    model: Annotated[str, Field(min_length=1)] = "claude-sonnet-5-5"
    effort: Effort = "medium"
    max_tokens: Annotated[int, Field(ge=1024)] = 32_000
    timeout_seconds: Seconds = 600.0
    stall_seconds: Seconds = 60.0
    prices: Mapping[str, Price] = Field(default_factory=dict)


class Budget(Section):
    """Caps in USD by UTC day, with defaults so that no bill is a surprise; 0 spends nothing, None does not limit."""

    daily_usd: Dollars = 5.0
    per_site_daily_usd: Dollars | None = None
    per_post_usd: Dollars = 1.0


class Hook(Section):
    """A webhook of another plugin, which signs nothing: what is where in its body, JSON or a form.

    `post_id` and `post_type` are dotted paths; without the latter every post is a `post`. `header` carries the secret;
    where the plugin can set none it is empty, and the secret is the last part of the address.
    """

    filled_in = frozenset({"secret"})

    post_id: Annotated[str, Field(min_length=1)] = "post_id"
    post_type: str = ""
    trigger: Literal["save", "publish"] = "publish"
    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]*$")] = "X-Webhook-Secret"
    secret: SecretStr


class Site(Section):
    """One WordPress site, with the sections `rules`, `rewrite`, `claude` and `budget` as they hold for it.

    `webhook_secrets` holds at least one where the plugin is there, to sign what it sends. `pull_seconds`: how often the
    plugin is asked for its events, by a bridge that it cannot reach; 0: never.
    """

    filled_in = frozenset({"name", "application_password", "webhook_secrets"})

    name: str
    url: Annotated[str, Field(min_length=1), AfterValidator(http_address)]
    user: Annotated[str, Field(min_length=1)]
    transport: Literal["rest", "xmlrpc"] = "rest"
    plugin: bool = True
    concurrency: Positive = 1
    quiet_seconds: Annotated[float, Field(ge=0, le=86_400)] = 20.0
    timeout_seconds: Seconds = 30.0
    pull_seconds: Annotated[float, Field(ge=0, le=86_400)] = 0.0
    allow_private_address: bool = False
    ca_file: str = ""
    application_password_file: str = ""
    webhook_secret_file: str = ""
    hooks: Mapping[str, Hook] = Field(default_factory=dict)
    rules: Rules
    rewrite: Rewrite
    claude: Claude
    budget: Budget
    application_password: SecretStr
    webhook_secrets: tuple[SecretStr, ...]

    @property
    def status_keys(self) -> tuple[bytes, ...]:
        """Keys for status tokens, one for each webhook secret: the first signs, any verifies.

        Derived, so that a site has one secret to keep and a token of one site means nothing at another.
        """
        message = b"seo-bridge status token:" + self.name.encode()
        return tuple(
            hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256).digest()
            for secret in self.webhook_secrets
        )


class Settings(Section):
    """Everything that is configured. `source` names the file, for messages; empty when there was none."""

    filled_in = frozenset({"api_key", "source"})

    server: Server = Server()
    database: Database = Database()
    worker: Worker = Worker()
    rules: Rules = Rules()
    rewrite: Rewrite = Rewrite()
    claude: Claude = Claude()
    budget: Budget = Budget()
    sites: Mapping[str, Site] = Field(default_factory=dict)
    api_key: SecretStr | None = None
    source: str = ""

    def writer_for(self, rewrite: Rewrite) -> WriterName:
        """The writer that `rewrite` means: "auto" is Claude when there is a key for it, else offline."""
        if rewrite.writer == "auto":
            return "claude" if self.api_key else "offline"
        return rewrite.writer

"""The values of single keys as types, and what each must be; every refusal is a `ValueError` for the operator."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

WriterName = Literal["offline", "claude"]
Effort = Literal["", "low", "medium", "high", "xhigh", "max"]
Positive = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def http_address(value: str) -> str:
    """`value` without a trailing slash. Raises `ValueError` unless it is plain http(s), or empty."""
    parts = urlsplit(value)
    if value and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise ValueError("must be an address such as https://blog.example.fr")
    if parts.query or parts.fragment or "@" in parts.netloc or any(c.isspace() for c in value):
        raise ValueError("must be a plain address: no spaces, no user or password, nothing after ? or #")
    return value.rstrip("/")


def french_locale(value: str) -> str:
    """Raises `ValueError` unless `value` names a French locale as WordPress does."""
    if value != "fr" and not (len(value) == 5 and value.startswith("fr_") and value[3:].isupper()):
        raise ValueError("must be a French locale such as fr_FR or fr_CA")
    return value


def database_url(value: str) -> str:
    """Raises `ValueError` unless `value` names SQLite or PostgreSQL."""
    if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("must be sqlite:///file or postgresql://user@host/name")
    return value


def hours_of_day(value: str) -> str:
    """`value`, such as 22:00-06:00, or empty for all day. Raises `ValueError` for anything else."""
    if not value:
        return value
    try:
        opens, closes = (time.fromisoformat(part) for part in value.split("-"))
    except ValueError as error:
        raise ValueError("must be hours such as 22:00-06:00, or empty") from error
    if opens == closes or opens.tzinfo or closes.tzinfo:
        raise ValueError("must be two different times of day such as 22:00-06:00, or empty")
    return value


def known_timezone(value: str) -> str:
    """Raises `ValueError` unless this machine knows the time zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Europe/Paris") from error
    return value


Address = Annotated[str, AfterValidator(http_address)]
DatabaseUrl = Annotated[str, AfterValidator(database_url)]
FrenchLocale = Annotated[str, AfterValidator(french_locale)]
Hours = Annotated[str, AfterValidator(hours_of_day)]
Timezone = Annotated[str, AfterValidator(known_timezone)]

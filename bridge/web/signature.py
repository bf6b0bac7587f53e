"""Standard Webhooks signatures: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")
#: Without a dot, which separates the parts of what is signed.
WEBHOOK_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
LONGEST_HEADER = 2000


class BadSignature(Exception):
    """The webhook is not from this site, or not from now, or damaged. What exactly is nobody's business."""


class Verifier:
    """Verifies webhooks of one site; any of its secrets will do, so that one can be rotated."""

    def __init__(self, secrets: Sequence[SecretStr]) -> None:
        self.webhooks = [Webhook(secret.get_secret_value()) for secret in secrets]

    def verify(self, body: bytes, headers: Mapping[str, str]) -> str:
        """The webhook's id. `headers` holds the three of `SIGNED`, empty when missing. Raises `BadSignature`."""
        if not WEBHOOK_ID.fullmatch(headers["webhook-id"]) or not TIMESTAMP.fullmatch(headers["webhook-timestamp"]):
            raise BadSignature
        if len(headers["webhook-signature"]) > LONGEST_HEADER:
            raise BadSignature
        signed = [self.signed(webhook, body, headers) for webhook in self.webhooks]
        if not any(signed):
            raise BadSignature
        return headers["webhook-id"]

    @staticmethod
    def signed(webhook: Webhook, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether one secret made one of the signatures, within five minutes of now."""
        try:
            webhook.verify(body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError):  # malformed base64, lists and UTF-8 are ValueErrors of their own
            return False
        return True

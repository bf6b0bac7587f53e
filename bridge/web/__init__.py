"""Webhooks in, job status out. No view works: it verifies, asks the queue, answers."""

from __future__ import annotations

from bridge.web.app import create_app

__all__ = ["create_app"]

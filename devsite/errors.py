"""What can go wrong before a site runs. Leaf module: standard library only."""

from __future__ import annotations


class DevsiteError(Exception):
    """The site could not be made or started; the message says why and what to do."""


class PartMissing(DevsiteError):
    """A program or package that the site needs is not on this machine."""

    def __init__(self, part: str, remedy: str = "sudo python3 -m devsite.install tests") -> None:
        super().__init__(f"{part} is missing; run: {remedy}")
        self.part = part


class PhpFailed(DevsiteError):
    """PHP ended with an error; the message carries what it said."""

"""A loopback server that speaks the Messages API and plays a model: good, bad, ill or out of order."""

from tests.played_claude.bill import Bill
from tests.played_claude.faults import FAULTS
from tests.played_claude.roles import ROLES
from tests.played_claude.server import PlayedClaude

__all__ = ["FAULTS", "ROLES", "Bill", "PlayedClaude"]

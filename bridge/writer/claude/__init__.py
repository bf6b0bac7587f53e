"""The Claude writer: one call for an article, a short one for a repair, nothing for what was paid for before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bridge.article import Article
from bridge.article.model import Brief, Draft, Finding
from bridge.errors import OverBudget, WriterError
from bridge.writer import Progress, silent
from bridge.writer.claude import repair, request
from bridge.writer.claude.answer import first_draft, parsed
from bridge.writer.claude.call import Caller, Question
from bridge.writer.claude.money import PRICES, Price
from bridge.writer.claude.settings import ClaudeSettings
from bridge.writer.ledger import Ledger
from bridge.writer.prompts import Prompts, load

REUSED = Finding(
    "writer.reused", "notice", "La réécriture de ce contenu était déjà payée : elle est reprise sans nouveau coût."
)
NO_BUDGET = "Le budget ne permettait pas de correction : les passages en cause reprennent les phrases de la source."
NO_REPAIR = "La correction demandée n’a pas abouti : les passages en cause reprennent les phrases de la source."
NO_BUDGET_ABROAD = "Le budget ne permettait pas de correction : les phrases en cause ont été ôtées de la traduction."
NO_REPAIR_ABROAD = "La correction demandée n’a pas abouti : les phrases en cause ont été ôtées de la traduction."


@dataclass
class Claude:
    """A `Writer` for one job. `ledger` is that job's account."""

    settings: ClaudeSettings
    ledger: Ledger
    prompts: Prompts = field(default_factory=load)
    name: str = "claude"
    _notices: list[Finding] = field(default_factory=list, init=False)

    def rewrite(self, article: Article, brief: Brief, progress: Progress = silent) -> Draft:
        """A whole draft of `article`, by one call.

        Raises `WriterError`, `OverBudget` or `WriterUnavailable`; what `progress` raises ends the call and
        passes through.
        """
        body = request.rewrite_request(article, brief, self.settings, self.prompts)
        question = Question(body, "rewrite", request.expected_words(article))
        draft, reused = self.caller.ask(question, first_draft, progress)
        if reused:
            self._notices.append(REUSED)
        return draft

    def repair(
        self,
        article: Article,
        brief: Brief,
        draft: Draft,
        findings: Sequence[Finding],
        progress: Progress = silent,
    ) -> Draft:
        """`draft` with the blocks at fault written again, in the conversation that wrote it.

        A draft that was paid for is never lost here: when the answer cannot be used, or the budget allows
        none, the draft comes back as it was and a notice says so. Raises `WriterUnavailable`, and what
        `progress` raises.
        """
        faults = repair.faults(article, draft, findings)
        if not faults:
            return draft
        french = article.language == "fr"
        body = request.repair_request(article, brief, draft, faults, self.settings, self.prompts)
        try:
            reply, _ = self.caller.ask(Question(body, "repair", 60 * len(findings)), parsed, progress)
        except OverBudget:
            self._notices.append(Finding("writer.repair", "notice", NO_BUDGET if french else NO_BUDGET_ABROAD))
            return draft
        except WriterError:
            self._notices.append(Finding("writer.repair", "notice", NO_REPAIR if french else NO_REPAIR_ABROAD))
            return draft
        return repair.mended(draft, reply, findings)

    def notices(self, article: Article, brief: Brief) -> tuple[Finding, ...]:
        """How the drafts of this object came about, as far as the author should know."""
        return tuple(self._notices)

    @property
    def caller(self) -> Caller:
        """Who makes the calls."""
        return Caller(self.settings, self.ledger, self.prompts)


__all__ = ["PRICES", "Claude", "ClaudeSettings", "Price"]

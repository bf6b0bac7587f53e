"""What a backfill costs before it begins, and how it ended, for the operator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from bridge.cli.options import say

if TYPE_CHECKING:
    from bridge.jobs.backfill import Plan, Tally

#: Why posts are left aside or came to nothing, French and English; other reasons are shown as they are.
REASONS = {
    "unchanged": ("inchangés depuis leur dernière réécriture", "unchanged since their last rewrite"),
    "under_way": ("déjà en cours dans un lot", "in a batch already"),
    "twin": ("au même texte qu’un autre article de la liste", "with the same text as another post of the list"),
    "article_empty": ("sans texte à réécrire", "without text to rewrite"),
    "post_not_found": ("introuvables", "not found"),
    "changed": (
        "modifiés entre-temps : relancez la commande pour leur nouveau texte",
        "changed meanwhile: run the command again for their new text",
    ),
    "expired": ("sans réponse au bout d’un jour, non facturés", "without an answer after a day, not billed"),
    "canceled": ("annulés, non facturés", "cancelled, not billed"),
}


def estimate(plan: Plan, left_before: int) -> None:
    """Posts, tokens, dollars."""
    from bridge.writer.ledger import USD

    prepared = [candidate.prepared for candidate in plan.write]
    tokens_in, tokens_out = sum(p.usage.input for p in prepared), sum(p.usage.output for p in prepared)
    likely, worst = sum(p.likely for p in prepared) / USD, sum(p.call.worst for p in prepared) / USD
    count = len(prepared)
    click.echo(say(f"{count} articles à réécrire, à moitié prix", f"{count} posts to rewrite, at half the price"))
    if prepared:
        click.echo(
            say(
                f"  environ {tokens_in} jetons lus et {tokens_out} écrits, soit {likely:.2f} USD, plus la réflexion du "
                f"modèle et d’éventuelles corrections ; {worst:.2f} USD au plus pour les lots",
                f"  about {tokens_in} tokens in and {tokens_out} out, or {likely:.2f} USD, the model's thinking and "
                f"any repairs on top; {worst:.2f} USD at most for the batches",
            )
        )
    if plan.paid:
        click.echo(say(f"{len(plan.paid)} déjà payés, à livrer", f"{len(plan.paid)} paid for already, to be delivered"))
    if left_before:
        click.echo(say(f"{left_before} en cours depuis plus tôt", f"{left_before} under way from before"))
    for reason, count in plan.aside.items():
        click.echo(f"{count} {why(reason)}")


def told(tally: Tally) -> bool:
    """Prints how it ended; whether every post came through."""
    from bridge.writer.ledger import USD

    ended = Counter(tally.jobs.values())
    well = ended["done"] + ended["stale"]
    click.echo(
        say(
            f"{well} révisions proposées, {tally.cost / USD:.4f} USD dépensés par lots",
            f"{well} proposals delivered, {tally.cost / USD:.4f} USD spent in batches",
        )
    )
    undelivered = len(tally.jobs) - tally.delivered
    if undelivered:
        click.echo(
            say(
                f"{undelivered} attendent qu’un « seo-bridge worker » tourne",
                f"{undelivered} wait for a `seo-bridge worker` to run",
            )
        )
    if ended["failed"] + ended["cancelled"]:
        failed = ended["failed"] + ended["cancelled"]
        click.echo(
            say(f"{failed} livraisons ont échoué : seo-bridge jobs list", f"{failed} failed: seo-bridge jobs list")
        )
    for reason, count in tally.failed.items():
        click.echo(f"{count} {why(reason)}")
    if tally.left:
        click.echo(say(f"{tally.left} restent : {tally.refusal}", f"{tally.left} left over: {tally.refusal}"))
    return well == len(tally.jobs) and not tally.failed and not tally.left


def why(reason: str) -> str:
    """A reason for the operator."""
    return say(*REASONS.get(reason, (reason, reason)))

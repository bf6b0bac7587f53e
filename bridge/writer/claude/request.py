"""The request that goes out: system part, brief and article, and its content key."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from bridge.article import Article, escape, words, writer_view
from bridge.article.model import Brief, Draft
from bridge.article.translation import LANGUAGES as LANGUAGES_OF_SOURCES
from bridge.writer.claude.settings import ClaudeSettings
from bridge.writer.claude.wire import line, schema, wire_of
from bridge.writer.prompts import Prompts

Body = dict[str, Any]

#: What the brief says of a language variant, by WordPress's name for it.
LANGUAGES = {
    "fr_FR": "français de France",
    "fr_BE": "français de Belgique (septante, nonante ; institutions belges telles que la source les nomme)",
    "fr_CH": "français de Suisse romande (septante, nonante ; quatre-vingts ou huitante comme la source)",
    "fr_CA": "français du Québec (vocabulaire et usages de la presse québécoise, sans anglicismes)",
}

#: What would end the article early, if a link's address held it.
END = re.compile(r"</(?=\s*article)", re.IGNORECASE)

#: Kept by the API for five minutes: the system part serves the next article, the first turn serves a repair.
CACHED = {"type": "ephemeral"}


def rewrite_request(article: Article, brief: Brief, settings: ClaudeSettings, prompts: Prompts) -> Body:
    """The body of the first call, as the Messages API takes it."""
    return request([first_turn(article, brief, prompts)], settings, prompts)


def repair_request(
    article: Article, brief: Brief, draft: Draft, faults: str, settings: ClaudeSettings, prompts: Prompts
) -> Body:
    """The same conversation, one exchange later: what was written, then what is wrong with it (`faults`)."""
    turns = [
        first_turn(article, brief, prompts),
        {"role": "assistant", "content": wire_of(draft)},
        {"role": "user", "content": prompts.repair.fill({"findings": faults})},
    ]
    return request(turns, settings, prompts)


def request(turns: Sequence[Body], settings: ClaudeSettings, prompts: Prompts) -> Body:
    """The body of a call; all before the second turn is the same bytes for a rewrite and its repairs."""
    return {
        "model": settings.model,
        "max_tokens": settings.max_tokens,
        "system": [{"type": "text", "text": prompts.system.fill({}), "cache_control": CACHED}],
        "messages": list(turns),
        "output_config": {
            **({"effort": settings.effort} if settings.effort else {}),
            "format": {"type": "json_schema", "schema": schema()},
        },
    }


def first_turn(article: Article, brief: Brief, prompts: Prompts) -> Body:
    """The order and the article, as the user's words."""
    text = prompts.brief.fill(
        {
            "langue": LANGUAGES.get(brief.locale, f"français ({one_line(brief.locale)})"),
            "site": one_line(brief.site_name),
            "public": one_line(brief.audience),
            "ton": one_line(brief.tone),
            "expression": one_line(brief.keyphrase),
            "longueur": length(source_words(article), brief.min_words),
            "interdits": one_line(", ".join(brief.forbidden_words)),
            "regles": "".join(f"\n  - {one_line(rule)}" for rule in brief.house_rules),
            "traduction": translation(article, prompts),
            "titre": one_line(brief.title),
            "article": END.sub("&lt;/", writer_view(article)),
        }
    )
    return {"role": "user", "content": [{"type": "text", "text": text, "cache_control": CACHED}]}


def translation(article: Article, prompts: Prompts) -> str:
    """The rules for an article in another language, as a section of the brief; "" for one in French."""
    if article.language == "fr":
        return ""
    named = LANGUAGES_OF_SOURCES[article.language]
    values = {"langue": named.removeprefix("l’"), "article_langue": named}
    return f"\n{prompts.translation.fill(values)}"


def one_line(text: str) -> str:
    """Plain `text` as a part of one line of the brief."""
    return escape(line(text))


def source_words(article: Article) -> int:
    """Words of the passages that may be rewritten."""
    return sum(words(passage.plain) for passage in article.passages)


def expected_words(article: Article) -> int:
    """Words that a rewrite is likely to have, its head included."""
    return round(source_words(article) * 1.15) + 80


def length(source: int, least: int) -> str:
    """What the brief says of the length: as long as the source's facts allow, and no longer.

    A rewrite with headings and transitions runs to about a tenth more than its source without a new fact; a
    fifth is the most that was seen to stay honest.
    """
    if source >= least:
        low, high = max(least, round(source * 0.9)), round(source * 1.1)
        return f"la source compte {source} mots ; visez de {low} à {max(high, low + 50)} mots."
    low, high = round(source * 0.95), min(least, round(source * 1.2))
    return (
        f"la source ne compte que {source} mots ; visez de {low} à {high} mots, sans rien ajouter. "
        f"Les {least} mots habituels de la maison ne sont pas demandés ici."
    )


def key_of(body: Body, prompts: Prompts) -> str:
    """SHA-256 of all that decides the answer: the prompt's version and the body, with model and settings."""
    material = json.dumps([prompts.version, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(material.encode()).hexdigest()


def characters_of(body: Body) -> int:
    """Characters that the API will read as input: the texts and the schema."""
    return len(json.dumps([body["system"], body["messages"], body["output_config"]], ensure_ascii=False))

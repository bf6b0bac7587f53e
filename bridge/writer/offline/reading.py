"""An article as the offline writer reads it: its text passages with their sentences, words and phrases, each
worked out once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bridge.article import Article, plain, words
from bridge.article.model import Brief, Passage
from bridge.writer.offline.french import Token, ascii_fold, is_content, stem, tokens
from bridge.writer.offline.phrases import Phrase, noun_phrases
from bridge.writer.offline.split import sentences

_ENDS = frozenset('.!?…:«»“”"(–—')


@dataclass(frozen=True)
class Text:
    """A passage that was read; `heading` says that it stands as one."""

    passage: Passage
    heading: bool

    @cached_property
    def tokens(self) -> list[Token]:
        """The words and signs of its plain text."""
        return tokens(self.passage.plain)

    @cached_property
    def bag(self) -> Counter[str]:
        """The stems of its content words, counted."""
        return Counter(stem(token.low) for token in self.tokens if is_content(token))

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences in plain text, each on one line; a list or quotation counts as one."""
        whole = self.passage.kind != "paragraph"
        found = [self.passage.plain] if whole else [plain(sentence) for sentence in sentences(self.passage.text)]
        lines = (" ".join(map(str.strip, sentence.splitlines())).strip() for sentence in found)
        return [line for line in lines if line]

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The noun phrases of a paragraph; nothing else has any."""
        return noun_phrases(self.passage.plain) if self.passage.kind == "paragraph" and not self.heading else []

    @cached_property
    def words(self) -> int:
        """How many words a reader counts in it."""
        return words(self.passage.plain)


@dataclass(frozen=True)
class Reading:
    """An article, read for `brief`."""

    article: Article
    brief: Brief
    texts: tuple[Text, ...] = field(init=False)

    def __post_init__(self) -> None:
        texts = tuple(Text(p, p.kind == "heading" or p.heading_line) for p in self.article.passages)
        object.__setattr__(self, "texts", texts)

    @cached_property
    def body(self) -> tuple[Text, ...]:
        """All that is not a heading."""
        return tuple(text for text in self.texts if not text.heading)

    @cached_property
    def prose(self) -> tuple[Text, ...]:
        """The paragraphs."""
        return tuple(text for text in self.body if text.passage.kind == "paragraph")

    @cached_property
    def words(self) -> int:
        """The words of the whole article."""
        return sum(text.words for text in self.texts)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that have a capital within sentences more often than not: names."""
        seen: Counter[str] = Counter()
        for found in (tokens(self.title), *(text.tokens for text in self.texts)):
            for before, token in pairwise(found):
                if token.is_word and before.text not in _ENDS:
                    seen[token.low] += -1 if token.text.islower() else 1
        return frozenset(word for word, count in seen.items() if count > 0)

    def cased(self, token: Token) -> str:
        """A word as it reads within a sentence: the capital of a first word goes, that of a name stays."""
        is_name = token.low in self.names or not token.text.istitle()
        return token.text if is_name else token.text.lower()

    def lowered(self, phrase: str) -> str:
        """A phrase as it reads within a sentence."""
        found = tokens(phrase)
        return self.cased(found[0]) + phrase[found[0].end :] if found else phrase

    @cached_property
    def title(self) -> str:
        """The author's title; without one, the first heading."""
        headings = (text.passage.plain for text in self.texts if text.heading)
        return self.brief.title.strip() or next(headings, "").strip()

    def forbidden(self, text: str) -> bool:
        """Whether `text` holds a word or phrase that the brief forbids, whatever its case and accents."""
        return bool(self._forbidden and self._forbidden.search(ascii_fold(text)))

    @cached_property
    def _forbidden(self) -> re.Pattern[str] | None:
        words = [re.escape(ascii_fold(word.strip())) for word in self.brief.forbidden_words if word.strip()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None

"""What a French reader is told of a translation: that its quotations are translated, and from which language.

The French press says so once, below the article, rather than behind every quotation.
"""

from __future__ import annotations

import re

from bridge.article.language import Language
from bridge.article.model import Article, Draft, DraftBlock
from bridge.article.notation import plain

#: Languages with the article that a French sentence gives them.
LANGUAGES: dict[Language, str] = {
    "fr": "le français",
    "en": "l’anglais",
    "de": "l’allemand",
    "es": "l’espagnol",
    "it": "l’italien",
}
#: Fewer words between quotation marks are a term or a title, nobody's speech.
SPEECH_FROM = 4

_QUOTED = re.compile(r"«([^«»]{1,3000})»|“([^“”]{1,3000})”|\"([^\"]{1,3000})\"")
_MARK = re.compile(
    r"(?<!\w)traduite?s? (?:depuis |de |du )(?:l['’])?(?:anglais|allemand|espagnol|italien)(?!\w)", re.IGNORECASE
)
_LINES = ("La citation est traduite de {}.", "Les citations sont traduites de {}.")


def quotations_in(draft: Draft) -> int:
    """How many quotations of somebody's speech the blocks have."""
    return sum(_quotations(block) for block in draft.blocks)


def is_marked(draft: Draft) -> bool:
    """Whether some block says that what it quotes is translated."""
    return any(says_translated(_visible(block)) for block in draft.blocks)


def says_translated(text: str) -> bool:
    """Whether `text` names the language that it is translated from."""
    return _MARK.search(text) is not None


def marked(article: Article, draft: Draft) -> Draft:
    """`draft` with one closing line that names the language its quotations are translated from.

    As it is where the source is French, where nothing is quoted, or where it says so already.
    """
    language = article.language
    if language == "fr" or not (count := quotations_in(draft)) or is_marked(draft):
        return draft
    line = _LINES[count > 1].format(LANGUAGES[language])
    closing = DraftBlock(kind="paragraph", text=f"<em>{line}</em>")
    return draft.model_copy(update={"blocks": (*draft.blocks, closing)})


def _quotations(block: DraftBlock) -> int:
    if block.kind == "quote":
        return 1
    found = (match.group(match.lastindex or 0) for match in _QUOTED.finditer(_visible(block)))
    return sum(len(words.split()) >= SPEECH_FROM for words in found)


def _visible(block: DraftBlock) -> str:
    return plain("\n".join([block.text, *block.items]))

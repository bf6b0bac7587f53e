"""Language and leftovers: French all through, nothing of the machine that wrote or translated it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bridge.article.model import Brief, Draft, DraftBlock, Finding
from bridge.article.translation import says_translated
from bridge.checks.coverage import copying
from bridge.checks.findings import finding, shown
from bridge.checks.source import Source
from bridge.checks.text import fold, groups_of, words_of
from bridge.checks.units import Unit

#: Fewer words than this may be a name or a title in any language.
SENTENCE_FROM = 6
_THINGS = (
    r"(?:article|version|texte|réécriture|titres?|méta-?description|proposition|traduction|résumé|contenu|réponse|"
    r"rédaction|brouillon)"
)
_LEFTOVERS = re.compile(
    rf"(?<!\w)(?:voici|voilà|here(?: is|'s)) (?:[^\W_]+'? ?){{0,4}}{_THINGS}(?!\w)"
    rf"|(?<!\w)en tant qu(?:e modèle|'(?:ia|intelligence artificielle|assistant))"
    r"|(?<!\w)as an ai(?!\w)|je suis un (?:modèle|assistant)|j'espère que (?:cela|cet article"
    r"|cette version|ce texte)|n'hésitez pas à me |"
    r"souhaitez-vous que je|j'ai (?:réécrit|reformulé|conservé|respecté|optimisé) |"
    r"\((?:environ )?\d+ (?:caractères|mots|signes|characters|words)[^)]{0,30}\)|lorem ipsum|(?<!\w)todo ?:|"
    r"\[(?:insérer|à compléter|ajouter|votre|lien|image|source|nom|date|placeholder|insert)[^\]\n]{0,80}\]|"
    r"[\[(](?:passages?|p|§) ?\d+(?: ?[,-] ?\d+)*[\])]|\"(?:blocks|text|kind|sources)\" ?:|\\n|&(?:nbsp"
    r"|amp|lt|gt|quot|#\d+);"
)
# "Voici ma version": an author who says "je" may say so; a model is asked about it.
_MINE = re.compile(r"(?<!\w)m(?:a|on|es) \w+\Z")
_LABEL = re.compile(
    r"(?m)^ ?(?:titres?(?: seo| proposé| \d)?|méta[ -]?description|meta[ -]?description|mots?[ -]clés?"
    r"|expression clé|slug|url|extrait|chapô|"
    r"h[1-6]|intertitre|sous-titre|paragraphe(?: \d+)?|focus keyphrase) ?:"
)
_MARKDOWN = re.compile(
    r"\*\*[^*\n]{1,200}\*\*|(?<!\w)__[^_\n]{1,200}__(?!\w)|(?m:^ ?#{1,6} )"
    r"|\[[^\]\n]{1,200}\]\([^)\n]{1,300}\)|```|(?m:^ ?[*•] )|(?m:^ ?- (?=\S))|"
    r"(?m:^ ?> )|(?m:^ ?-{3,} ?$)|(?m:^\|.{1,200}\|$)|(?<![\w*])\*[^\s*][^*\n]{0,100}\*(?![\w*])"
)
_MARKUP = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|span|strong|em|a|br|img|figure|section|article|script)\b[^<>]{0,200}/?>|<!-- ?/?wp:"
)
_TRANSLATION = re.compile(
    r"\[?(?:edited|translated|written|reported) by [^\]\n]{1,60}\]?|traduit (?:de l'anglais"
    r"|automatiquement|par google|avec (?:google|deepl))|source link|"
    r"read more|this article (?:was|is)|\(?traduction (?:automatique|google|deepl)\)?|all rights reserved|click here"
)
_ORDER = re.compile(
    r"(?<!\w)(?:[Uu]n|[Uu]ne|[Ll]e|[Ll]a) [A-Z][\w-]{2,30} (?:photographe|journaliste|porte-parole"
    r"|correspondante?|reporter|rapport|sondage|étude)(?!\w)"
)


def language_findings(draft: Draft, units: Sequence[Unit], source: Source, brief: Brief) -> Iterator[Finding]:
    """Other languages, a model's talk, Markdown, translators' marks, forbidden words, and the share that is copied."""
    for unit in units:
        yield from _foreign(unit)
        yield from _leftovers(unit, source)
        yield from _forbidden(unit, brief)
    for index, block in enumerate(draft.blocks):
        yield from _markup(block, index)
    if source.language == "fr":
        yield from copying(units, source)


def _foreign(unit: Unit) -> Iterator[Finding]:
    for sentence in unit.sentences:
        name = other_language([token.rstrip("'") for token in sentence.words])
        if name:
            message = (
                f"Cette phrase est en {name} : écrivez-la en français, ou citez-la entre guillemets si la source "
                "la cite."
            )
            yield finding("language.foreign", "error", message, unit, (sentence.start, sentence.end))
            return


def other_language(words: Sequence[str]) -> str:
    """The French name of the language that `words` (folded, without apostrophes) are in; "" for French or too few."""
    if len(words) < SENTENCE_FROM:
        return ""
    french = sum(word in words_of("function_fr") or f"{word}'" in words_of("function_fr") for word in words)
    counts = ((group[0], sum(word in group[1:] for word in words)) for group in groups_of("function_other"))
    name, most = max(counts, key=lambda pair: pair[1])
    return name if most >= 0.2 * len(words) and most > french else ""


def _leftovers(unit: Unit, source: Source) -> Iterator[Finding]:
    model, markdown = "du modèle de rédaction", "de mise en forme Markdown"
    places = (
        (_LEFTOVERS, unit.text.folded, model),
        (_LABEL, unit.text.folded, model),
        (_MARKDOWN, unit.text.raw, markdown),
    )
    for pattern, text, what in places:
        match = pattern.search(text)
        if match and match.group().strip():
            seen = unit.text.raw[match.start() : match.end()]
            own = any(fold(match.group()) in other.text.folded for other in source.all_units)
            own = own or ("je" in source.vocabulary and bool(_MINE.search(match.group())))
            message = f"Il reste une trace {what} : {shown(seen)}. Supprimez-la."
            yield finding("language.leftover", "warning" if own else "error", message, unit, match.span())
    for text, pattern in ((unit.text.folded, _TRANSLATION), (unit.text.raw, _ORDER)):
        match = pattern.search(text)
        if match and not (source.language != "fr" and says_translated(match.group())):
            message = (
                "Trace de traduction automatique ou de mise en ligne : "
                f"{shown(unit.text.raw[slice(*match.span())])}. Corrigez-la."
            )
            yield finding("language.translation", "warning", message, unit, match.span())


def _forbidden(unit: Unit, brief: Brief) -> Iterator[Finding]:
    for word in brief.forbidden_words:
        match = re.search(rf"(?<!\w){re.escape(fold(word.strip()))}(?!\w)", unit.text.folded) if word.strip() else None
        if match:
            message = f"Le mot {shown(word)} est exclu par la ligne éditoriale du site : remplacez-le."
            yield finding("language.forbidden_word", "warning", message, unit, match.span())


def _markup(block: DraftBlock, index: int) -> Iterator[Finding]:
    """Tags that are no inline notation, written out or escaped."""
    for text in (block.text, *block.items):
        match = _MARKUP.search(
            re.sub(r"</?(?:strong|em|br|code|sup|sub|s|span|a|ref)\b(?! ?href)[^<>]{0,200}>", "", text)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
        )
        if match:
            yield Finding(
                "language.leftover",
                "error",
                f"Il reste du code dans le texte : {shown(match.group())}. Supprimez-le.",
                index,
            )
            return

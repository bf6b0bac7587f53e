"""CPU time of the article engine: `python -m benchmarks.article`.

Prints medians. Limits: reading, cleaning, typography and rendering of a 1,000-word post in under 60 ms, growing
linearly to 100,000 words; 64 KB of unclosed delimiters read in under 50 ms; a 1 MB post in under 1 s.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from bridge.article import clean, compose, parse, words
from bridge.article.model import Article, Brief, Draft, DraftBlock

SENTENCES = (
    "Le conseil municipal de Valmont a adopté jeudi 12 mars, par 23 voix contre 4, un budget de 1 250 000 euros.",
    '« C’est une étape », dit le maire, <a href="https://valmont.example/budget">Jean Durand</a>, qui promet la suite ;',
    "l’opposition, <strong>elle</strong>, parle d'un \"passage en force\" et n'exclut pas un recours en justice.",
    "Les habitants, réunis sous la halle, ont demandé que les travaux commencent avant la fin de l’été,",
    "que le marché ne ferme pas, et que les comptes soient publiés chaque trimestre, comme le font d’autres communes.",
)
DELIMITERS = (
    "<!-- wp:a ",
    "<!-- wp:a {",
    '<!-- wp:a {"b":"} ',
    "<!-- wp:a -->",
    "<!-- wp:a --><p>",
    "<!-- wp:group -->",
    "<!--",
    "[a b=",
    "[[a b=c",
    "[",
)
TAGS = ("<b>", "<div>", '<a href="', "<p", "</", "<![CDATA[", "<script>", '<sup data-fn="1">', "<ul><li>", "<img '")
OTHER = ("<blockquote><cite>", "[a b=c]", "&", "\n \n", "https://", "a.", '“«"')


def post(count: int, end: str = "") -> str:
    """A block post of about `count` words; every sentence ends with `end`."""
    sentences = [SENTENCES[n % len(SENTENCES)] + end for n in range(count // 19)]
    paragraphs = [" ".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4)]
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in paragraphs)


def rewritten(article: Article) -> Draft:
    """A draft with a change in every paragraph, so that each is set and written anew."""
    blocks = tuple(DraftBlock(kind="paragraph", text=f"{p.text} Voilà.", sources=(p.number,)) for p in article.passages)
    return Draft(titles=("T",), slug="t", meta_description="", focus_keyphrase="", excerpt="", blocks=blocks)


def cpu(action: Callable[[], object], rounds: int = 5) -> float:
    """The median CPU time of `action` in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def whole(content: str) -> tuple[float, int]:
    """Milliseconds for reading, cleaning, typography and rendering of `content`, and its words."""
    article = clean(parse(content))
    draft = rewritten(article)
    count = sum(words(passage.plain) for passage in article.passages)
    rounds = 5 if count < 20_000 else 1
    return cpu(lambda: compose(clean(parse(content)), draft, Brief()), rounds), count


def unclosed(piece: str, limit: int) -> bool:
    """Whether 64 KB of `piece` are read in `limit` milliseconds, and four times as much in about four times that."""
    content = piece * (65_536 // len(piece))
    spent, longer = cpu(lambda: parse(content), 3), cpu(lambda: parse(content * 4), 3)
    well = spent < limit and longer < 8 * max(spent, 2)
    print(f"64 KB of {piece!r:24} {spent:6.1f} ms, 256 KB {longer:7.1f} ms" + ("" if well else "   TOO SLOW"))
    return well


def main() -> int:
    """Prints the table; 1 when a limit is broken."""
    broken = 0
    per_word = []
    for count in (1_000, 10_000, 100_000):
        spent, seen = whole(post(count))
        per_word.append(spent / seen * 1000)
        broken += count == 1_000 and spent > 60
        print(f"{seen:>7} words   {spent:9.1f} ms   {per_word[-1]:6.1f} ms per 1,000 words")
    broken += per_word[-1] > 1.5 * per_word[0]
    print(f"growth from 1,000 to 100,000 words: x {per_word[-1] / per_word[0]:.2f} per word")
    for piece in (*DELIMITERS, *TAGS, *OTHER):
        broken += not unclosed(piece, 50 if piece in DELIMITERS else 200)
    large = post(1_000_000 // 8)[:1_000_000]
    spent = cpu(lambda: parse(large), 3)
    broken += spent > 1000
    print(f"1 MB post {spent:.0f} ms")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())

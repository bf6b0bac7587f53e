"""Every text of the plugin, in PHP and in JavaScript, is in the template and in the French translation."""

from __future__ import annotations

import gettext
import json
import re
from pathlib import Path
from typing import Any

from devsite.wordpress import Site

PLUGIN = Path(__file__).resolve().parents[2] / "wp_plugin_stub"
LANGUAGES = PLUGIN / "languages"
FRENCH = LANGUAGES / "seo-bridge-fr_FR.po"
#: All scripts' texts are in the file of the script that all others need.
HANDLE = "seo-bridge-panel-job"
SCRIPTS = LANGUAGES / f"seo-bridge-fr_FR-{HANDLE}.json"

LITERAL = r"'((?:[^'\\]|\\.)*)'"
TEXT = re.compile(rf"\b(?:__|esc_html__|esc_attr__)\(\s*{LITERAL},\s*'seo-bridge'\s*\)")
PLURAL = re.compile(rf"\b_n\(\s*{LITERAL},\s*{LITERAL},[^;]*?'seo-bridge'\s*\)")
CALL = re.compile(r"\b(?:(?:esc_html|esc_attr)?_[_exn]|_nx|_n_noop)\(")
ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?((?:msgstr.*\n?)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%(?:\d\$)?[sd]")

#: The texts of an entry in one language: one, or the forms for one and for several.
Forms = tuple[str, ...]


def files() -> list[Path]:
    return [PLUGIN / "seo-bridge.php", *sorted((PLUGIN / "includes").glob("*.php")), *scripts()]


def scripts() -> list[Path]:
    return sorted((PLUGIN / "assets").glob("*.js"))


def texts(paths: list[Path]) -> set[str]:
    """The texts in the source, of those with two forms the singular."""
    sources = "\n".join(path.read_text() for path in paths)
    found = TEXT.findall(sources) + [singular for singular, _ in PLURAL.findall(sources)]
    return {text.replace("\\'", "'") for text in found}


def description() -> str:
    found = re.search(r"^ \* Description: +(.*)$", (PLUGIN / "seo-bridge.php").read_text(), re.MULTILINE)
    assert found
    return found[1]


def entries(file: Path) -> dict[str, Forms]:
    def plain(text: str) -> str:
        return text.replace('\\"', '"')

    found = ENTRY.findall(file.read_text())
    return {plain(source): tuple(plain(t) for t in re.findall(r'"(.*)"', forms)) for source, forms in found}


def test_every_call_is_found() -> None:
    """The patterns above miss no translated text, and no other text domain is used."""
    for path in files():
        code = path.read_text()
        assert len(CALL.findall(code)) == len(TEXT.findall(code)) + len(PLURAL.findall(code)), path
    assert len(texts(files())) > 200


def test_template_and_translation_are_complete() -> None:
    """They hold exactly the texts of the source; each is translated, with its placeholders and in French typography."""
    french = entries(FRENCH)
    assert set(entries(LANGUAGES / "seo-bridge.pot")) == set(french) == texts(files()) | {description()}
    for source, forms in french.items():
        for target in forms:
            assert target, source
            assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(target)), target
            told = target.replace("https://", "")
            assert not re.search(r"'|[^\u202f][;!?](?!//)|[^\u00a0\w/]:| :|«[^\u00a0]|[^\u00a0]»", told), target


def test_the_compiled_translations_are_up_to_date() -> None:
    """The .mo file is the .po file; the scripts' JSON has what of it the scripts show, and no more."""
    french = entries(FRENCH)
    with FRENCH.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert all(
        compiled.gettext(source) == forms[0] if len(forms) == 1 else compiled.ngettext(source, "", 2) == forms[1]
        for source, forms in french.items()
    )
    shown: dict[str, Any] = json.loads(SCRIPTS.read_text())["locale_data"]["messages"]
    assert shown.pop("")["plural-forms"] == "nplurals=2; plural=(n > 1);"
    assert {source: tuple(forms) for source, forms in shown.items()} == {s: french[s] for s in texts(scripts())}


def test_wordpress_loads_them(site: Site) -> None:
    """A French site speaks French without any further step, in PHP and in the panel."""
    assert site.json("return __( 'Test the connection', 'seo-bridge' );") == "Tester la connexion"
    loaded = site.json(
        "seo_bridge_register_panel(); return wp_scripts()->print_translations( $in['handle'], false );", handle=HANDLE
    )
    assert json.dumps("Réécrire pour le SEO").strip('"') in loaded or "Réécrire pour le SEO" in loaded

"""Every text of the plugin is in the template and in the French translation."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

from devsite.wordpress import Site

PLUGIN = Path(__file__).resolve().parents[2] / "wp_plugin_stub"
LANGUAGES = PLUGIN / "languages"
TEXT = re.compile(r"(?:__|esc_html__)\(\s*'((?:[^'\\]|\\.)*)',\s*'seo-bridge'\s*\)")
ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)


def texts() -> set[str]:
    """The texts in the PHP files, and the plugin's description."""
    files = [PLUGIN / "seo-bridge.php", *sorted((PLUGIN / "includes").glob("*.php"))]
    found = {text.replace("\\'", "'") for file in files for text in TEXT.findall(file.read_text())}
    description = re.search(r"^ \* Description: +(.*)$", files[0].read_text(), re.MULTILINE)
    assert description
    return found | {description.group(1)}


def entries(file: Path) -> dict[str, str]:
    return dict(ENTRY.findall(file.read_text()))


def test_every_call_is_found() -> None:
    """The pattern above misses no translated text and no other text domain is used."""
    calls = sum(len(re.findall(r"\b(?:esc_html|esc_attr)?_[_exn]\(", f.read_text())) for f in PLUGIN.rglob("*.php"))
    assert calls == sum(len(TEXT.findall(f.read_text())) for f in PLUGIN.rglob("*.php")) > 50


def test_template_and_translation_are_complete() -> None:
    """They hold exactly the texts of the PHP files; each is translated, with the placeholders that it had."""
    french = entries(LANGUAGES / "seo-bridge-fr_FR.po")
    assert set(entries(LANGUAGES / "seo-bridge.pot")) == set(french) == texts()
    for source, target in french.items():
        assert target
        assert sorted(re.findall(r"%(?:\d\$)?[sd]", source)) == sorted(re.findall(r"%(?:\d\$)?[sd]", target))
        assert not re.search(r"'|[^\u202f][;!?](?!//)|[^\u00a0\w/]:| :", target.replace("https://", "")), target


def test_the_compiled_translation_is_up_to_date() -> None:
    """The .mo file is the .po file."""
    with (LANGUAGES / "seo-bridge-fr_FR.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert all(
        compiled.gettext(source) == target for source, target in entries(LANGUAGES / "seo-bridge-fr_FR.po").items()
    )


def test_wordpress_loads_it(site: Site) -> None:
    """A French site speaks French without any further step."""
    assert site.json("return __( 'Test the connection', 'seo-bridge' );") == "Tester la connexion"

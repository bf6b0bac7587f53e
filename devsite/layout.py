"""The files of a site: WordPress's own, ours, and the log."""

from __future__ import annotations

import shutil
from pathlib import Path

from devsite.sources import french, version_of

PLUGIN = Path(__file__).resolve().parent.parent / "wp_plugin_stub"
OURS = Path(__file__).resolve().parent / "php"


def lay_down(tree: Path, root: Path) -> None:
    """Copies an unpacked WordPress below `root`, with our must-use plugin, a theme and French translation.

    What an unfinished attempt left there is cleared away. Raises `DevsiteError` when `tree` is no WordPress.
    """
    version_of(tree)
    for part in ("wordpress", "database"):
        shutil.rmtree(root / part, ignore_errors=True)
    shutil.copytree(tree, root / "wordpress", ignore=unwanted)
    content = root / "wordpress" / "wp-content"
    translation = french()
    if translation and not (content / "languages").is_dir():
        shutil.copytree(translation, content / "languages")
    (content / "mu-plugins").mkdir(exist_ok=True)
    shutil.copy(OURS / "mu-plugin.php", content / "mu-plugins" / "devsite.php")
    shutil.copytree(OURS / "theme", content / "themes" / "devsite", dirs_exist_ok=True)


def unwanted(folder: str, names: list[str]) -> set[str]:
    """What is not copied: settings and tools of the tree's owner, and links that lead nowhere.

    `copytree` has an option for such links, but takes relative ones for them (Debian's links to its own libraries).
    """
    owners = shutil.ignore_patterns(".git", "node_modules", "wp-config.php", ".htaccess")(folder, names)
    return owners | {name for name in names if not Path(folder, name).exists()}


def copy_plugin(root: Path) -> bool:
    """Copies the plugin's present files into the site, which may delete them; whether there are any."""
    place = root / "wordpress" / "wp-content" / "plugins" / "seo-bridge"
    if not any(PLUGIN.glob("*.php")):
        return False
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(PLUGIN, place)
    return True


def complaints(root: Path) -> str:
    """The lines of the debug log, but for the deprecations that old core files have on a newer PHP."""
    log = root / "debug.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    folders = ("wp-includes", "wp-admin", "wp-content/plugins/sqlite-database-integration")
    core = tuple(f" in {root / 'wordpress' / folder}/" for folder in folders)

    def old(line: str) -> bool:
        return "PHP Deprecated:" in line and any(place in line for place in core)

    return "\n".join(line for line in lines if not old(line))

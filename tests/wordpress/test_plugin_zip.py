"""The archive of `make plugin`."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from devsite.layout import PLUGIN, copy_plugin
from devsite.wordpress import ADMIN, Site
from tools.plugin import VersionsDiffer, build, version

INSTALL = """require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
$plugin = 'seo-bridge/seo-bridge.php';
deactivate_plugins( $plugin, true );
rename( WP_PLUGIN_DIR . '/seo-bridge', $in['folder'] );
remove_all_actions( 'upgrader_process_complete' ); // Core asks WordPress.org for updates there.
$upgrader = new Plugin_Upgrader( new Automatic_Upgrader_Skin() );
$done     = $upgrader->install( $in['zip'] );
if ( true !== $done ) { throw new Exception( wp_json_encode( array( $done, $upgrader->skin->get_upgrade_messages() ) ) ); }
$done = activate_plugin( $plugin );
if ( is_wp_error( $done ) ) { throw new Exception( $done->get_error_message() ); }
return get_plugin_data( WP_PLUGIN_DIR . '/' . $plugin, false, false );"""


def test_wordpress_installs_and_activates_it(quiet_site: Site, tmp_path: Path) -> None:
    """WordPress's own installer takes the archive, and its pages then load without a complaint under WP_DEBUG."""
    archive = build(tmp_path / "seo-bridge.zip")
    installed = quiet_site.json(INSTALL, user=ADMIN, zip=str(archive), folder=str(tmp_path / "copied"))
    try:
        assert (installed["Version"], installed["TextDomain"]) == (version(), "seo-bridge")
        session = quiet_site.session(ADMIN)
        for page in ("options-general.php?page=seo-bridge", "post-new.php", "edit.php"):
            answer = session.get(quiet_site.admin_url + page, timeout=60)
            assert answer.status_code == 200
            assert "seo-bridge" in answer.text
    finally:
        copy_plugin(quiet_site.root)


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither dates nor the order in which a file system lists files show; what is for developers alone is left out."""
    copy = tmp_path / "copy"
    shutil.copytree(PLUGIN, copy)  # With other dates.
    for path in copy.rglob("*.php"):
        path.touch()
    archive = build(tmp_path / "one.zip")
    assert archive.read_bytes() == build(tmp_path / "two.zip", copy).read_bytes()
    names = zipfile.ZipFile(archive).namelist()
    assert {name.split("/")[0] for name in names} == {"seo-bridge"}
    assert {"seo-bridge/seo-bridge.php", "seo-bridge/uninstall.php", "seo-bridge/readme.txt"} <= set(names)
    assert {path.relative_to(PLUGIN).parts[0] for path in PLUGIN.rglob("*") if path.is_file()} - {
        name.split("/")[1] for name in names
    } == {"bin", "phpcs.xml.dist"}


def test_a_half_changed_version_is_refused(tmp_path: Path) -> None:
    """Header, constant, stable tag and changelog must name the same version."""
    copy = tmp_path / "copy"
    shutil.copytree(PLUGIN, copy)
    readme = copy / "readme.txt"
    readme.write_text(readme.read_text().replace("Stable tag: ", "Stable tag: 9"))
    with pytest.raises(VersionsDiffer, match="Stable tag"):
        build(tmp_path / "seo-bridge.zip", copy)


def test_the_readme_follows_the_directorys_rules() -> None:
    """At most five tags and 150 characters of summary, the header's requirements, the sections, and where data goes."""
    readme = (PLUGIN / "readme.txt").read_text()
    header = (PLUGIN / "seo-bridge.php").read_text()
    fields = dict(re.findall(r"^([A-Z][A-Za-z ]+): (.+)$", readme.split("\n\n")[0], re.MULTILINE))
    assert len(fields["Tags"].split(",")) <= 5
    for name in ("Requires at least", "Requires PHP", "License", "License URI"):
        assert re.search(rf"^ \* {name}: +{re.escape(fields[name])}$", header, re.MULTILINE), name
    assert 0 < len(readme.split("\n\n")[1]) <= 150
    sections = re.findall(r"^== (.+) ==$", readme, re.MULTILINE)
    assert sections == [
        "Description",
        "External services",
        "Installation",
        "Frequently Asked Questions",
        "Screenshots",
        "Changelog",
    ]
    external = readme.partition("== External services ==")[2].partition("\n== ")[0]
    assert re.search(r"\[.*terms.*\]\(https://", external)
    assert re.search(r"\[.*privacy policy.*\]\(https://", external)
    constants = set(re.findall(r"'(seo_bridge_\w+)' +=> array\(", (PLUGIN / "includes" / "options.php").read_text()))
    assert constants == {name.lower() for name in re.findall(r"`(SEO_BRIDGE_[A-Z_]+)`", readme)}

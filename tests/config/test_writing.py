"""Changes of the configuration by program."""

from __future__ import annotations

import tomllib
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.config.files import forget_secrets, keep_secret, rewrite_file
from bridge.config.writing import with_keys, without_table
from bridge.errors import ConfigError

SITE = {"url": "https://blog.example.fr", "user": "seo-bridge", "allow_private_address": True}
EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")
TRICKY = '''# ours
[rewrite]
house_rules = [
  "Écrire [sites.neuf] en toutes lettres.",
  """
[sites.neuf]
url = "x"
""",
]  # kept

# about the old one
[sites.ancien]   # since 2019
# moved in 2021
url = 'https://ancien.example.fr'  # in subdirectory
user = "x#1"# "the" bridge's
[sites.ancien.rewrite]
tone = "sobre"

# about the last
[sites.dernier]
url = "https://dernier.example.fr"
user = "y"
'''


@pytest.mark.parametrize("text", ["", "# a comment\n", EXAMPLE, TRICKY, TRICKY.replace("\n", "\r\n")])
def test_a_site_is_added_and_removed_without_a_trace(text: str) -> None:
    """All that was there stays to the byte, before a new section; without that section it is the old file again."""
    added = with_keys(text, ("sites", "neuf"), SITE)
    assert added.startswith(text)
    assert tomllib.loads(added)["sites"]["neuf"] == SITE
    assert without_table(added, ("sites", "neuf")) == text


def test_a_removed_site_takes_its_own_sections_along() -> None:
    """Sections below it go; comments before it, and those before the next one, stay."""
    left = without_table(TRICKY, ("sites", "ancien"))
    assert "ancien" not in left.replace("about the old one", "")
    assert "tone" not in left
    assert "# about the old one\n" in left
    assert left.endswith(TRICKY[TRICKY.index("# about the last") :])
    assert left.startswith(TRICKY[: TRICKY.index("# about the old one")])


def test_a_key_is_replaced_or_added_in_its_section() -> None:
    """The other lines stay as they are, comments too, and so do those that say the same already; the new key comes after
    the section's last.
    """
    keys = {"url": "https://ancien.example.fr", "user": "z", "webhook_secret_file": "secrets/é"}
    for text in (TRICKY, TRICKY.replace("\n", "\r\n")):
        end = "\r\n" if "\r" in text else "\n"
        changed = with_keys(text, ("sites", "ancien"), keys)
        added = f'user = "z"# "the" bridge\'s{end}webhook_secret_file = "secrets/é"{end}'
        assert changed == text.replace(f'user = "x#1"# "the" bridge\'s{end}', added)


@pytest.mark.parametrize(
    "text", ['sites = { a = { url = "x" } }\n', '[sites]\na.url = "x"\n', "[[sites]]\n", '[sites]\na = {url = "x"}\n']
)
def test_other_forms_are_refused_with_what_to_write(text: str) -> None:
    """A file that holds its sites in another form is left alone, and the operator is told what to do by hand."""
    with pytest.raises(ConfigError, match='url = "y"'):
        with_keys(text, ("sites", "a"), {"url": "y"})


@given(st.text(alphabet=st.characters(exclude_characters="\x7f", exclude_categories=["Cs"])), st.booleans())
def test_any_value_is_read_back(value: str, flag: bool) -> None:
    """Whatever a value holds, quotation marks and control characters too, TOML reads it back."""
    assert tomllib.loads(with_keys("", ("a",), {"v": value, "f": flag})) == {"a": {"v": value, "f": flag}}


def test_the_file_is_replaced_whole(tmp_path: Path) -> None:
    """Its permissions and a symbolic link to it stay; nothing else is left in the folder; a race is refused."""
    real = tmp_path / "real.toml"
    real.write_text("a = 1\n")
    real.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    rewrite_file(link, "a = 1\n", "a = 2\n")
    assert (link.is_symlink(), real.read_text(), real.stat().st_mode & 0o777) == (True, "a = 2\n", 0o640)
    assert {path.name for path in tmp_path.iterdir()} == {"real.toml", "config.toml"}
    with pytest.raises(ConfigError, match="meanwhile"):
        rewrite_file(link, "a = 1\n", "a = 3\n")


def test_a_file_stays_its_owners(tmp_path: Path) -> None:
    """Whoever runs the command; an administrator may give the new file away, others need not."""
    file = tmp_path / "config.toml"
    file.write_text("a = 1\n")
    with mock.patch("os.fchown", side_effect=PermissionError) as given:
        rewrite_file(file, "a = 1\n", "a = 2\n")
    assert given.call_args.args[1:] == (file.stat().st_uid, file.stat().st_gid)
    assert file.read_text() == "a = 2\n"


@pytest.mark.parametrize("configured", [True, False])
def test_secrets_belong_to_whom_the_configuration_belongs(tmp_path: Path, configured: bool) -> None:
    """An administrator who connects a site makes files that the bridge's own user reads; where that is not allowed, as
    for anybody else, they are written all the same.
    """
    config = tmp_path / "config.toml"
    if configured:
        config.touch()
    whose = (config if configured else tmp_path).stat()
    with (
        mock.patch("os.chown", side_effect=PermissionError) as folder,
        mock.patch("os.fchown", side_effect=PermissionError) as file,
    ):
        name = keep_secret(config, "blog", "webhook_secret", "whsec_x")
    secrets = tmp_path / "secrets"
    assert [call.args[0] for call in folder.call_args_list] == [secrets / ".gitignore", secrets]
    assert {call.args[1:] for call in (*folder.call_args_list, *file.call_args_list)} == {(whose.st_uid, whose.st_gid)}
    assert (tmp_path / name).read_text() == "whsec_x\n"


def test_a_folder_of_secrets_that_others_may_look_into_is_closed(tmp_path: Path) -> None:
    """It was made by hand, or unpacked."""
    (tmp_path / "secrets").mkdir(mode=0o755)
    keep_secret(tmp_path / "config.toml", "blog", "webhook_secret", "whsec_x")
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_secrets_are_their_owners_alone(tmp_path: Path) -> None:
    """Mode 0600 in a folder of mode 0700, which version control ignores; forgotten files are gone, others stay."""
    config = tmp_path / "config.toml"
    name = keep_secret(config, "blog", "webhook_secret", "whsec_x")
    file = tmp_path / name
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("whsec_x\n", 0o600)
    assert file.parent.stat().st_mode & 0o777 == 0o700
    keep_secret(config, "blog", "webhook_secret", "whsec_y")
    assert file.read_text() == "whsec_y\n"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("kept")
    forget_secrets(config, [name, "elsewhere"])
    assert (file.exists(), elsewhere.read_text()) == (False, "kept")

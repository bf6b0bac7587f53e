"""The sites that other tests stand on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from devsite.errors import DevsiteError, PhpFailed
from devsite.pytest_plugin import SITES, new_site
from devsite.wordpress import Site, sqlite_site

REPOSITORY = Path(__file__).resolve().parents[2]


def processes() -> str:
    """The command lines of all living processes."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return "\n".join(lines)


def test_it_is_the_wordpress_it_says(site: Site) -> None:
    """The version on disk is the one that runs, in French."""
    assert site.json("return get_bloginfo( 'version' );") == site.wp_version
    assert site.json("return get_locale();") == "fr_FR"


def test_a_draft_keeps_its_bytes(site: Site) -> None:
    """Backslashes, quotes and the JSON of block delimiters are in the database as they were given."""
    content = '<!-- wp:acme/box {"a":"\\u003c \\"x\\""} -->\n<p>L’été \\o/ d\'ici</p>\n<!-- /wp:acme/box -->'
    site.create_user("redacteur", "administrator")
    post = site.create_post(user="redacteur", title="C:\\dossier « l'été »", content=content)
    row = site.get_post(post)
    assert row is not None
    assert row["post_title"] == "C:\\dossier « l'été »"
    assert row["post_content"] == content
    assert row["post_status"] == "draft"


def test_a_post_is_saved_with_the_users_own_rights(site: Site) -> None:
    """An author's script does not survive, as it would not in wp-admin."""
    author = site.create_user("auteure", "author", display_name="Maëlle Kervadec")
    row = site.get_post(site.create_post(user="auteure", title="T", content="<p>a</p><script>1</script>"))
    assert row is not None
    assert row["post_content"] == "<p>a</p>1"
    assert int(row["post_author"]) == author


def test_updates_make_revisions(site: Site) -> None:
    """A second save is a revision with its meta."""
    site.create_user("relecteur", "author")
    post = site.create_post(user="relecteur", title="Un", content="un")
    site.update_post(post, user="relecteur", post_content="deux")
    newest = site.revisions(post)[0]
    site.json("update_metadata( 'post', $in['id'], '_essai', 'oui' );", id=newest["ID"])
    assert site.revisions(post)[0]["post_content"] == "deux"
    assert site.revisions(post)[0]["meta"] == {"_essai": "oui"}


def test_application_passwords_work_over_http(site: Site) -> None:
    """The Authorization header reaches WordPress; nobody is somebody without it."""
    site.create_user("pont", "editor")
    me = f"{site.url}/wp-json/wp/v2/users/me"
    password = site.application_password("pont")
    assert requests.get(me, auth=("pont", password), timeout=30).json()["slug"] == "pont"
    assert requests.get(me, timeout=30).status_code == 401


def test_a_session_reaches_the_editor(site: Site) -> None:
    """Cookies made without the login form open wp-admin as that user."""
    site.create_user("connectee", "author")
    post = site.create_post(user="connectee", title="Brouillon", content="x")
    answer = site.session("connectee").get(f"{site.admin_url}post.php?post={post}&action=edit", timeout=60)
    assert answer.status_code == 200
    assert "Brouillon" in answer.text


def test_the_password_opens_the_login_form(site: Site) -> None:
    """The password that is kept for a user is the one to type."""
    site.create_user("motdepasse", "author")
    form = {"log": "motdepasse", "pwd": site.password("motdepasse")}
    answer = requests.post(f"{site.url}/wp-login.php", data=form, timeout=30, allow_redirects=False)
    assert answer.status_code == 302


def test_permalinks_are_pretty(site: Site) -> None:
    """A published post answers under its slug."""
    site.create_user("chef", "editor")
    site.create_post(user="chef", title="Le marché", content="Bonjour", status="publish", post_name="le-marche")
    answer = requests.get(f"{site.url}/le-marche/", timeout=30, allow_redirects=False)
    assert answer.status_code == 200
    assert "Bonjour" in answer.text


@pytest.mark.parametrize(
    "path", ["/.htaccess", "/../site.json", "/%2e%2e/site.json", "/wp-content/%2e%2e/%2e%2e/site.json"]
)
def test_nothing_outside_the_document_root_is_served(site: Site, path: str) -> None:
    """Dot files and paths that climb out are not found."""
    with requests.Session() as session:
        request = requests.Request("GET", site.url).prepare()
        request.url = site.url + path
        assert session.send(request, timeout=30).status_code == 404


def test_it_listens_on_loopback_only(site: Site) -> None:
    """The port is open on 127.0.0.1 and on no other address."""
    port = int(site.url.rpartition(":")[2])
    sockets = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"
    ]
    assert [address for address in sockets if int(address.split(":")[1], 16) == port] == [f"0100007F:{port:04X}"]
    assert f":{port:04X} " not in Path("/proc/net/tcp6").read_text()


def test_php_that_fails_says_why(site: Site) -> None:
    """An exception in PHP comes out with its message."""
    with pytest.raises(PhpFailed, match="raté"):
        site.php("throw new Exception( 'raté' );")


def test_php_prints_and_returns(site: Site) -> None:
    """Text and data come back unharmed."""
    assert site.php("echo $in['x'], \"\\n\";", x="« été »") == "« été »\n"
    assert site.json("return $in['x'];", x=["« été »", 1, None]) == ["« été »", 1, None]


def test_the_log_holds_complaints_about_our_code(site: Site) -> None:
    """A warning is in the log until it is cleared, core's own deprecations are not."""
    site.clear_debug_log()
    site.php("trigger_error( 'attention', E_USER_WARNING );")
    assert "attention" in site.debug_log()
    assert "wp-includes/Requests" not in site.debug_log()
    site.clear_debug_log()
    assert site.debug_log() == ""


def test_constants_can_be_added_to_a_running_site(one_site: Site) -> None:
    """They count from the next run on."""
    one_site.define(WP_POST_REVISIONS=3)
    assert one_site.json("return WP_POST_REVISIONS;") == 3
    one_site.define(WP_POST_REVISIONS=True)
    assert one_site.json("return WP_POST_REVISIONS;") is True


def test_option_round_trip(one_site: Site) -> None:
    """An option is what was set."""
    assert one_site.option("devsite_essai") is False
    one_site.set_option("devsite_essai", "d'été \\")
    assert one_site.option("devsite_essai") == "d'été \\"


@pytest.mark.parametrize("name", SITES)
def test_a_second_start_finds_everything_again(name: str, tmp_path: Path) -> None:
    """Posts, passwords and the address stay; and stopping leaves no process behind."""
    with new_site(name, tmp_path / "site") as first:
        first.create_user("fidele", "author")
        post = first.create_post(user="fidele", title="Reste", content="x")
        url, password = first.url, first.password("fidele")
    with new_site(name, tmp_path / "site") as second:
        row = second.get_post(post)
        assert row is not None
        assert row["post_title"] == "Reste"
        assert (second.url, second.password("fidele")) == (url, password)
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)
    assert str(tmp_path) not in processes()


def test_one_folder_runs_once(one_site: Site) -> None:
    """A second site on a folder in use is refused."""
    with pytest.raises(DevsiteError, match="runs already"):
        new_site(SITES[-1], one_site.root).start()


@pytest.mark.parametrize("name", SITES)
def test_nothing_outlives_a_killed_owner(name: str, tmp_path: Path) -> None:
    """kill -9 of the process that started the site ends PHP and the database too."""
    code = f"""
import time
from pathlib import Path
from devsite.pytest_plugin import new_site
with new_site({name!r}, Path({str(tmp_path / "site")!r})) as site:
    print(site.url, flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline().startswith("http://127.0.0.1:")
        assert str(tmp_path) in processes()
        os.kill(owner.pid, signal.SIGKILL)
    for _ in range(150):
        if str(tmp_path) not in processes():
            break
        time.sleep(0.1)
    assert str(tmp_path) not in processes()


def test_a_folder_that_is_no_wordpress_is_refused(tmp_path: Path) -> None:
    """The message names the folder and what it lacks, and the folder can be used afterwards."""
    with pytest.raises(DevsiteError, match=r"not an unpacked WordPress: it has no wp-includes/version\.php"):
        sqlite_site(tmp_path / "site", wordpress_dir=tmp_path).start()
    assert not (tmp_path / "site" / "site.json").exists()

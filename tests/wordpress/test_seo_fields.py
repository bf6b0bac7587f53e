"""What an applied proposal brings to search engines: through the site's SEO plugin, or by itself where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge, Robot
from .revision_screen import restore

STAND_INS = Path(__file__).with_name("seo_plugins.php")
#: Where each keeps title, description and keyphrase, and what its title becomes.
KEYS = {
    "yoast": ("_yoast_wpseo_title", "_yoast_wpseo_metadesc", "_yoast_wpseo_focuskw"),
    "rank-math": ("rank_math_title", "rank_math_description", "rank_math_focus_keyword"),
    "seopress": ("_seopress_titles_title", "_seopress_titles_desc", "_seopress_analysis_target_kw"),
}
TITLES = {
    "yoast": "Un titre à part %%page%% %%sep%% %%sitename%%",
    "rank-math": "Un titre à part %sep% %sitename%",
    "seopress": "Un titre à part %%sep%% %%sitetitle%%",
}
SEO = {"title": "Un titre à part", "meta_description": "L’été\\ 😀 <3", "focus_keyphrase": "compost en ville"}
DESCRIPTION = "L’été\\ 😀 &lt;3"

Apply = Callable[..., dict[str, Any]]


@pytest.fixture
def use(quiet_site: Site) -> Iterator[Callable[[str], None]]:
    """Makes a plugin the site's SEO plugin."""
    installed = quiet_site.wordpress / "wp-content" / "mu-plugins" / STAND_INS.name
    installed.parent.mkdir(exist_ok=True)
    installed.write_text(STAND_INS.read_text())
    yield lambda plugin: quiet_site.set_option("stand_in_seo", plugin)
    installed.unlink()


@pytest.fixture
def apply(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> Apply:
    """Proposes for a post and applies it from the panel: what the suggestion said, with the meta after it."""
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))

    def applied(post_id: int = 0, *, seo: dict[str, str], chosen: dict[str, str] | None = None) -> dict[str, Any]:
        post_id = post_id or quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
        content = f"<p>{post_id} {json.dumps(seo)}.</p>"
        revision = robot.propose(post_id, seo=seo, content=content).json()["revision"]
        suggestion = writer.call("GET", f"posts/{post_id}/suggestion").json()
        body = {"revision": revision, "expected_hash": suggestion["current"]["content_hash"]}
        body |= {} if chosen is None else {"seo": chosen}
        answer = writer.call("POST", f"posts/{post_id}/suggestion/apply", json=body)
        assert answer.status_code == 200, answer.text
        return {"id": post_id, "revision": revision, **suggestion, "meta": quiet_site.meta(post_id)}

    return applied


def test_each_plugin_by_post_meta(quiet_site: Site, use: Callable[[str], None], apply: Apply) -> None:
    """Description and keyphrase as they are, a title of its own in the place of the post's title in the template."""
    for plugin, keys in KEYS.items():
        use(plugin)
        after = apply(seo=SEO)
        assert after["seo_plugin"] == plugin
        assert tuple(after["meta"].get(key) for key in keys) == (TITLES[plugin], DESCRIPTION, "compost en ville")
        ours = {
            key: value for key, value in after["meta"].items() if "seo" in key and not key.startswith("_seo_bridge")
        }
        assert set(ours) <= set(keys)


def test_a_title_that_is_the_posts_own(quiet_site: Site, use: Callable[[str], None], apply: Apply) -> None:
    """Leaves the plugin's field empty, so that its template goes on; so does a title that the author did not take."""
    use("yoast")
    for title in ("Réussir son compost en ville\u202f!", "Composter en appartement"):
        assert "_yoast_wpseo_title" not in apply(seo={"title": title})["meta"]


def test_a_template_of_the_sites(quiet_site: Site, use: Callable[[str], None], apply: Apply) -> None:
    """The title takes the place of the post's in the site's own template; one that has no place for it is not used."""
    use("yoast")
    templates = {"%%sitename%% : %%title%%": "%%sitename%% : Un titre à part", "Toujours": TITLES["yoast"]}
    for template, expected in templates.items():
        quiet_site.set_option("wpseo_titles", {"title-post": template})
        assert apply(seo=SEO)["meta"]["_yoast_wpseo_title"] == expected
    quiet_site.php("delete_option( 'wpseo_titles' );")


def test_what_the_author_has_stays(
    quiet_site: Site, use: Callable[[str], None], apply: Apply, author: str, robot: Robot
) -> None:
    """Without a choice only what is empty, or came from an earlier proposal, is filled; a choice is written."""
    use("rank-math")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    mine = "update_post_meta( $in['id'], 'rank_math_description', 'De ma main.' );"
    quiet_site.php(mine + "update_post_meta( $in['id'], 'rank_math_focus_keyword', 'terreau,balcon' );", id=post_id)
    after = apply(post_id, seo={"meta_description": "Proposée.", "focus_keyphrase": "compost"})
    assert after["current"]["meta_description"] == "De ma main."
    assert after["current"]["focus_keyphrase"] == "terreau"
    assert after["meta"]["rank_math_description"] == "De ma main."
    assert after["meta"]["rank_math_focus_keyword"] == "terreau,balcon"
    chosen = {"meta_description": "Choisie.", "focus_keyphrase": "compost, ville", "title": ""}
    after = apply(post_id, seo={"meta_description": "Encore.", "focus_keyphrase": "seau"}, chosen=chosen)
    assert after["meta"]["rank_math_description"] == "Choisie."
    assert after["meta"]["rank_math_focus_keyword"] == "compost ville,balcon"
    after = apply(post_id, seo={"meta_description": "La suivante."})
    assert after["meta"]["rank_math_description"] == "La suivante."


def test_all_in_one_seo(quiet_site: Site, use: Callable[[str], None], apply: Apply, author: str) -> None:
    """Its own record is changed in three fields, and keeps the rest."""
    use("aioseo")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    keyphrases = json.dumps({"focus": {"keyphrase": ""}, "additional": [{"keyphrase": "seau"}]})
    record = {"post_id": post_id, "og_title": "Pour les réseaux", "keyphrases": keyphrases}
    quiet_site.set_option(f"stand_in_aioseo_{post_id}", record)
    after = apply(post_id, seo=SEO)
    assert (after["seo_plugin"], after["current"]["meta_description"]) == ("aioseo", "")
    kept = quiet_site.option(f"stand_in_aioseo_{post_id}")
    assert (kept["title"], kept["description"]) == ("Un titre à part #separator_sa #site_title", DESCRIPTION)
    assert kept["og_title"] == "Pour les réseaux"
    found = json.loads(kept["keyphrases"])
    assert (found["focus"]["keyphrase"], found["additional"]) == ("compost en ville", [{"keyphrase": "seau"}])
    assert apply(post_id, seo={})["current"]["focus_keyphrase"] == "compost en ville"


def test_restoring_fills_them_in_too(
    quiet_site: Site, bridge: PlayedBridge, use: Callable[[str], None], author: str, robot: Robot
) -> None:
    """The screen for revisions leads to the same as the panel."""
    use("seopress")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id, seo=SEO).json()["revision"]
    restore(quiet_site.session(author), quiet_site, revision)
    assert quiet_site.meta(post_id)["_seopress_titles_desc"] == DESCRIPTION
    assert quiet_site.get_post(post_id)["post_name"] == "reussir-son-compost-en-ville"  # type: ignore[index]


def test_a_form_with_old_values(
    quiet_site: Site, bridge: PlayedBridge, use: Callable[[str], None], author: str, robot: Robot
) -> None:
    """A form that the block editor submits after the post, save after save, does not set the fields back; what is typed counts."""
    use("aioseo")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    address = f"{quiet_site.url}/wp-json/wp/v2/posts/{post_id}"
    editor = quiet_site.rest_session(author)

    def applied(description: str) -> None:
        revision = robot.propose(post_id, seo=SEO, content=f"<p>{description}</p>").json()["revision"]
        choices = {"revision": revision, "seo": {"meta_description": description}}
        saved = editor.post(address, json={"content": description, "seo_bridge_apply": choices}, timeout=60)
        assert saved.status_code == 200, saved.text

    def submit(**fields: str) -> tuple[str, str]:
        session = quiet_site.session(author)
        cookie = next(value for name, value in session.cookies.items() if name.startswith("wordpress_logged_in_"))
        code = """$_COOKIE[ LOGGED_IN_COOKIE ] = $in['cookie'];
            return array( '_wpnonce' => wp_create_nonce( 'update-post_' . $in['id'] ),
                'meta-box-loader-nonce' => wp_create_nonce( 'meta-box-loader' ) );"""
        form = quiet_site.json(code, user=author, cookie=cookie, id=post_id)
        form |= {"action": "editpost", "post_ID": post_id, "post_type": "post"}
        form |= {"aioseo-post-settings": json.dumps({"title": "", "description": "", **fields})}
        where = f"{quiet_site.admin_url}post.php?post={post_id}&action=edit&meta-box-loader=1"
        # As the editor does it: the page that answers is loaded, too.
        assert session.post(where, data=form, timeout=60).status_code == 200
        kept = quiet_site.option(f"stand_in_aioseo_{post_id}")
        return kept["title"], kept["description"]

    title = "Un titre à part #separator_sa #site_title"
    applied("Choisie.")
    assert [submit(), submit()] == [(title, "Choisie.")] * 2
    applied("Une autre.")
    assert submit() == (title, "Une autre.")
    assert submit(description="Tapée.") == (title, "Tapée.")
    assert submit() == (title, "")
    assert quiet_site.session(author).get(where_to_edit(quiet_site, post_id), timeout=60).status_code == 200
    assert submit() == ("", "")


def where_to_edit(site: Site, post_id: int) -> str:
    """The address of a post's editor."""
    return f"{site.admin_url}post.php?post={post_id}&action=edit"


def test_what_an_editor_fills_in(
    quiet_site: Site, bridge: PlayedBridge, use: Callable[[str], None], author: str, robot: Robot
) -> None:
    """A preview tells the fields as applying writes them: the plugin's template, the author's further keyphrases, no more."""
    use("rank-math")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php("update_post_meta( $in['id'], 'rank_math_focus_keyword', 'terreau,balcon' );", id=post_id)
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))
    current = {"title": "Le compost", "content": DRAFT}

    def told(**seo: str) -> dict[str, str]:
        revision = robot.propose(post_id, seo={"title": "Un titre à part", "meta_description": "Proposée."}).json()[
            "revision"
        ]
        asked = {"revision": revision, "title": "Mon titre", "current": current, "seo": seo}
        answer = writer.call("POST", f"posts/{post_id}/suggestion/preview", json=asked).json()
        assert answer["seo_plugin"] == "rank-math"
        fields: dict[str, str] = answer["seo_fields"]
        return fields

    assert told(title="Mon titre", focus_keyphrase="compost") == {
        "meta_description": "Proposée.",
        "focus_keyphrase": "compost,balcon",
    }
    assert told()["title"] == TITLES["rank-math"]


def test_a_page_without_an_seo_plugin(quiet_site: Site, use: Callable[[str], None], apply: Apply, author: str) -> None:
    """Prints the description of the applied proposal once, escaped, and none where a plugin is active or nothing was applied."""
    use("")
    applied = [quiet_site.create_post(user=author, title="Le compost", content=DRAFT) for _ in range(2)]
    apply(applied[0], seo={"meta_description": 'Dix « trucs » & "astuces"'})
    quiet_site.php("foreach ( $in['ids'] as $id ) { wp_publish_post( $id ); }", ids=applied)

    def head(post_id: int) -> list[str]:
        page = quiet_site.session(author).get(f"{quiet_site.url}/?p={post_id}", timeout=60).text
        return [line for line in page.splitlines() if 'name="description"' in line]

    printed = ['<meta name="description" content="Dix « trucs » &amp; &quot;astuces&quot;">']
    assert [head(post_id) for post_id in applied] == [printed, []]
    assert [line for line in quiet_site.session(author).get(quiet_site.url, timeout=60).text.splitlines() if 'name="description"' in line] == []  # fmt: skip
    use("yoast")
    quiet_site.php("update_post_meta( $in['id'], '_yoast_wpseo_metadesc', 'De Yoast.' );", id=applied[0])
    assert head(applied[0]) == []

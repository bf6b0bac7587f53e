"""The REST client against real WordPress sites with the plugin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bridge.errors import PostNotFound, SiteCredentials, SiteForbidden, SiteRejected
from bridge.wordpress import Post, Proposal
from bridge.wordpress.rest import RestSite
from devsite.wordpress import Site

CONTENT = "<!-- wp:paragraph -->\n<p>Le refuge a coûté 1,2 million d'euros \\o/.</p>\n<!-- /wp:paragraph -->"
PERMALINKS = """global $wp_rewrite;
$wp_rewrite->set_permalink_structure( $in['structure'] );
flush_rewrite_rules( false );"""
REQUESTED = """seo_bridge_note_asked( $in['id'], 'post.rewrite_requested', array( 'min_words' => 800 ) );"""


@pytest.fixture
def password(quiet_site: Site) -> str:
    """The application password of the bridge's user; the plugin is set up for a bridge that nobody calls."""
    quiet_site.create_user("client-author", "author")
    quiet_site.create_user("client-bridge", "seo_bridge")
    quiet_site.set_option("seo_bridge_url", "http://127.0.0.1:9")
    quiet_site.set_option("seo_bridge_site", "blog")
    return quiet_site.application_password("client-bridge")


@pytest.fixture
def client(quiet_site: Site, password: str) -> RestSite:
    """The site as the bridge's user sees it."""
    return RestSite(quiet_site.url, "client-bridge", password, name="blog", allow_private_address=True)


@pytest.fixture
def post_id(quiet_site: Site, password: str) -> int:
    """A draft that the site has told the bridge about."""
    made = quiet_site.create_post(user="client-author", title="Le refuge & l'été", content=CONTENT)
    quiet_site.json(REQUESTED, id=made)
    return made


@pytest.fixture
def plain_permalinks(quiet_site: Site) -> Iterator[None]:
    """The site without pretty permalinks."""
    quiet_site.json(PERMALINKS, structure="")
    yield
    quiet_site.json(PERMALINKS, structure="/%postname%/")


def proposal(post: Post, **changes: str) -> Proposal:
    """A small proposal for `post`."""
    given = {"job": "client-job", "base_hash": post.content_hash, "title": "Le refuge rouvre", "slug": "refuge"}
    seo = {"title": "Le refuge rouvre", "meta_description": "Il rouvre.", "focus_keyphrase": "refuge"}
    return Proposal.model_validate(
        {
            **given,
            "titles": ("Le refuge rouvre",),
            "excerpt": "",
            "content": CONTENT,
            "seo": seo,
            "report": {},
            **changes,
        }
    )


def test_a_post_is_read_to_the_byte(client: RestSite, post_id: int) -> None:
    """Title and content arrive raw, with the options of the request."""
    post = client.fetch(post_id)
    assert (post.content, post.options["min_words"]) == (CONTENT, 800)
    assert post.title == "Le refuge &amp; l'été"  # as WordPress keeps an author's title
    assert post.wp_version


def test_a_proposal_is_handed_back_once(quiet_site: Site, client: RestSite, post_id: int) -> None:
    """The same job twice is one revision, and the post stays as it is."""
    post = client.fetch(post_id)
    first = client.propose(post, proposal(post))
    assert client.propose(post, proposal(post)) == first
    assert not first.stale
    assert first.revision in {revision["ID"] for revision in quiet_site.revisions(post_id)}
    assert client.fetch(post_id) == post


@pytest.mark.usefixtures("plain_permalinks")
def test_plain_permalinks_serve_as_well(client: RestSite, post_id: int) -> None:
    """Without pretty permalinks the client finds its way by `?rest_route=`."""
    post = client.fetch(post_id)
    assert client.propose(post, proposal(post)).revision
    assert not client.pretty


def test_each_refusal_is_the_error_for_it(quiet_site: Site, client: RestSite, post_id: int) -> None:
    """WordPress's own answers become the typed errors."""
    other = quiet_site.create_post(user="client-author", title="Jamais demandé", content=CONTENT)
    quiet_site.json("delete_post_meta( $in['id'], '_seo_bridge_requested' );", id=other)
    with pytest.raises(SiteForbidden):
        client.fetch(other)
    with pytest.raises(PostNotFound):
        client.fetch(999_999)
    with pytest.raises(SiteCredentials):
        RestSite(quiet_site.url, "client-bridge", "wrong", allow_private_address=True).fetch(post_id)
    with pytest.raises(SiteRejected, match="base_hash"):
        client.propose(client.fetch(post_id), proposal(client.fetch(post_id), base_hash="md5:00"))


def test_diagnosis_of_a_real_site(quiet_site: Site, client: RestSite) -> None:
    """What the plugin says of itself is understood: only the secret is missing here, and then nothing."""
    quiet_site.set_option("seo_bridge_secret", "")
    assert [found.code for found in client.diagnose() if not found.ok] == ["secret"]
    quiet_site.set_option("seo_bridge_secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=")
    assert [found.code for found in client.diagnose() if not found.ok] == []
    quiet_site.set_option("seo_bridge_secret", "")


@pytest.mark.parametrize("permalinks", ["pretty", "plain"])
def test_posts_are_handed_over_where_the_owner_allows_it(
    quiet_site: Site, client: RestSite, permalinks: str, request: pytest.FixtureRequest
) -> None:
    """The list is refused on a new installation; once allowed, what it names can be read."""
    if permalinks == "plain":
        request.getfixturevalue("plain_permalinks")
    made = quiet_site.create_post(user="client-author", title="Le refuge rouvre", content=CONTENT, status="pending")
    with pytest.raises(SiteForbidden, match="seo_bridge_no_backfill"):
        list(client.posts("pending"))
    quiet_site.set_option("seo_bridge_backfill", "1")
    try:
        assert made in {ref.id for ref in client.posts("pending")}
        assert client.fetch(made).content == CONTENT
        assert list(client.posts("pending", "aucune")) == []
    finally:
        quiet_site.set_option("seo_bridge_backfill", "")

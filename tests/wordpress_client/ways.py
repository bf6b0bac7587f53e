"""The four ways to a site: REST or XML-RPC, with the plugin or without; each on real WordPress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bridge.wordpress import Post, Proposal
from bridge.wordpress.core_rest import CoreRestSite
from bridge.wordpress.core_xmlrpc import CoreXmlRpcSite
from bridge.wordpress.rest import RestSite
from bridge.wordpress.xmlrpc_site import XmlRpcSite
from devsite.wordpress import Site

WAYS: dict[str, type[Any]] = {
    "rest-plugin": RestSite,
    "rest-core": CoreRestSite,
    "xmlrpc-plugin": XmlRpcSite,
    "xmlrpc-core": CoreXmlRpcSite,
}

#: Closes what the option `contract_closed` names: REST at the door, and its routes taken away.
CLOSER = """<?php
function contract_rest_closed() { return false !== strpos( get_option( 'contract_closed', '' ), 'rest' ); }
add_filter( 'rest_authentication_errors', static function ( $result ) {
    return contract_rest_closed() ? new WP_Error( 'rest_disabled', 'Fermé.', array( 'status' => 403 ) ) : $result;
}, 200 );
add_filter( 'rest_endpoints', static function ( $routes ) { return contract_rest_closed() ? array() : $routes; }, 200 );
add_filter( 'xmlrpc_enabled', static function () {
    return false === strpos( get_option( 'contract_closed', '' ), 'xmlrpc' );
} );
"""
ACTIVE = """require_once ABSPATH . 'wp-admin/includes/plugin.php';
$plugin = 'seo-bridge/' . key( get_plugins( '/seo-bridge' ) );
$in['on'] ? activate_plugin( $plugin ) : deactivate_plugins( $plugin );"""

#: Whatever a transport might change: backslashes, emoji, entities, line ends, spaces, CDATA's end, what kses would drop.
TITLE = "L’été \\o/ 🏔️ &amp; « l'hiver » <em>ici</em> ]]>"
CONTENT = (
    "\n<!-- wp:paragraph -->\n<p>Le refuge a coûté 1,2 million d'euros \\o/ C:\\temp\\n &amp;lt; &nbsp; &#233; ]]> 🏔️\u00a0! "
    '"x"</p>\n<!-- /wp:paragraph -->\r\n\r\n<!-- wp:html -->\n<iframe src="https://carte.example/?a=1&b=2"></iframe>'
    '\n<!-- /wp:html -->\n<!-- wp:acme/carte {"lieu":"\\u003cCol\\u003e \\"nord\\"","zoom":3} /-->\n\n  \n'
)
EXCERPT = "Un \\ résumé 🏔️\r\nsur deux lignes"
WORDS = "<!-- wp:paragraph -->\n<p>Le refuge a rouvert, et il est plein \\o/ 🏔️.</p>\n<!-- /wp:paragraph -->"
#: A proposal keeps what is fixed.
PROPOSED = WORDS + CONTENT[CONTENT.index("\r\n") :]


@dataclass
class Way:
    """One way to one site, with the authors and the bridge's user there."""

    site: Site
    name: str
    author: int
    bridge: int
    password: str

    @property
    def plugin(self) -> bool:
        """Whether the plugin is there."""
        return self.name.endswith("plugin")

    @property
    def user(self) -> str:
        """The bridge's user."""
        return "contract-bridge" if self.plugin else "contract-editor"

    def client(self, user: str = "", password: str = "") -> Any:
        """The site as the bridge's user sees it."""
        kind = WAYS[self.name]
        return kind(self.site.url, user or self.user, password or self.password, allow_private_address=True)

    def close(self, *transports: str) -> None:
        """Closes these transports, and opens the others."""
        self.site.set_option("contract_closed", " ".join(transports))

    def post(self, *, asked: bool = True, revision: bool = True, own: bool = False, **fields: Any) -> int:
        """A draft of the author's (or of the bridge's `own` user), which the bridge was `asked` about, and of whose text
        there is a `revision`.
        """
        post = {"post_title": TITLE, "post_content": CONTENT, "post_excerpt": EXCERPT, "post_status": "draft"}
        post["post_date"] = "2026-01-02 03:04:05"  # so that whatever comes is newer
        return int(
            self.site.json(
                """global $wpdb;
                $id = wp_insert_post( wp_slash( $in['post'] ), true );
                if ( $in['asked'] ) { update_post_meta( $id, '_seo_bridge_requested', '{"time":' . time() . '}' ); }
                else { delete_post_meta( $id, '_seo_bridge_requested' ); }
                foreach ( wp_get_post_revisions( $id ) as $made ) { wp_delete_post_revision( $made->ID ); }
                if ( $in['revision'] ) { wp_save_post_revision( $id ); }
                return $id;""",
                user="admin",
                post={**post, "post_author": self.bridge if own else self.author, **fields},
                asked=asked and self.plugin,
                revision=revision,
            )
        )

    def held(self, post_id: int) -> int:
        """How many posts and revisions the site has from this one on."""
        query = (
            'global $wpdb; return (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->posts WHERE ID >= " . $in["id"] );'
        )
        return int(self.site.json(query, id=post_id))


def proposal(post: Post, **changes: Any) -> Proposal:
    """A small proposal for `post`."""
    seo = {"title": "Le refuge \\o/", "meta_description": "Il rouvre.", "focus_keyphrase": "refuge"}
    given = {"job": "contract-1", "base_hash": post.content_hash, "title": "Le refuge \\o/ 🏔️ &amp; l’été"}
    rest = {"titles": (), "slug": "refuge", "excerpt": "Il rouvre.", "content": PROPOSED, "seo": seo, "report": {}}
    return Proposal.model_validate({**given, **rest, **changes})

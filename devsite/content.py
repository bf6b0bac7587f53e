"""What tests and demo do to a site's content, in WordPress's own functions."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from typing import Any


class Content(ABC):
    """Users, posts, revisions and options of a site that can run PHP."""

    @abstractmethod
    def json(self, code: str, *, user: str = "", **data: Any) -> Any:
        """What `code` returns."""

    @abstractmethod
    def password(self, login: str) -> str:
        """A known user's password."""

    @abstractmethod
    def remember_password(self, login: str, password: str) -> None:
        """Keeps a user's password."""

    def create_user(self, login: str, role: str, *, display_name: str = "", email: str = "") -> int:
        """The id of a user with that role; a new one is made with a random password (see `password`)."""
        password = secrets.token_urlsafe(12)
        made = self.json(
            """$user = get_user_by( 'login', $in['login'] );
            if ( $user ) { $user->set_role( $in['role'] ); return array( $user->ID, false ); }
            $id = wp_insert_user( wp_slash( array(
                'user_login' => $in['login'], 'user_pass' => $in['password'], 'role' => $in['role'],
                'user_email' => $in['email'], 'display_name' => $in['display_name'] ) ) );
            if ( is_wp_error( $id ) ) { throw new Exception( $id->get_error_message() ); }
            return array( $id, true );""",
            login=login, role=role, password=password, email=email or f"{login}@example.org",
            display_name=display_name or login,
        )  # fmt: skip
        user, new = made
        if new:
            self.remember_password(login, password)
        return int(user)

    def without_tour(self, login: str) -> None:
        """Has the block editor not greet this user with its tour, whatever it has kept of the user's preferences."""
        self.json(
            """$id = get_user_by( 'login', $in['login'] )->ID;
            $key = $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences';
            $told = array_filter( (array) get_user_meta( $id, $key, true ) );
            $told['core/edit-post']['welcomeGuide'] = false;
            $told['_modified'] = gmdate( 'c' );
            update_user_meta( $id, $key, $told );""",
            login=login,
        )

    def application_password(self, login: str, name: str = "SEO Bridge") -> str:
        """A new application password of that user."""
        return str(
            self.json(
                """$made = WP_Application_Passwords::create_new_application_password(
                    get_user_by( 'login', $in['login'] )->ID,
                    array( 'name' => $in['name'] . ' ' . wp_generate_uuid4() ) );
                if ( is_wp_error( $made ) ) { throw new Exception( $made->get_error_message() ); }
                return $made[0];""",
                login=login,
                name=name,
            )
        )

    def login_cookies(self, login: str) -> dict[str, str]:
        """Cookies that log this user in, for wp-admin, the front page and the REST API (with a nonce)."""
        cookies: dict[str, str] = self.json(
            """$user = get_user_by( 'login', $in['login'] )->ID;
            $until = time() + DAY_IN_SECONDS;
            $token = WP_Session_Tokens::get_instance( $user )->create( $until );
            return array(
                AUTH_COOKIE => wp_generate_auth_cookie( $user, $until, 'auth', $token ),
                LOGGED_IN_COOKIE => wp_generate_auth_cookie( $user, $until, 'logged_in', $token ) );""",
            login=login,
        )
        return cookies

    def create_post(self, *, user: str, content: str, title: str = "", status: str = "draft", **fields: Any) -> int:
        """Saves a post as that user would, with the user's own capabilities and filters; its id."""
        post = {"post_title": title, "post_content": content, "post_status": status, **fields}
        return int(self.json(SAVE.format(function="wp_insert_post"), user=user, post=post))

    def update_post(self, post_id: int, *, user: str, **fields: Any) -> int:
        """Saves changed fields (`post_title`, `post_content`, …) of a post as that user would."""
        return int(self.json(SAVE.format(function="wp_update_post"), user=user, post={"ID": post_id, **fields}))

    def get_post(self, post_id: int) -> dict[str, Any] | None:
        """The post's row as it is in the database, or None."""
        row: dict[str, Any] | None = self.json(
            """global $wpdb;
            $query = $wpdb->prepare( "SELECT * FROM $wpdb->posts WHERE ID = %d", $in['id'] );
            return $wpdb->get_row( $query );""",
            id=post_id,
        )
        return row

    def revisions(self, post_id: int) -> list[dict[str, Any]]:
        """The post's revisions and autosaves, newest first: rows, with all their meta under `meta`."""
        rows: list[dict[str, Any]] = self.json(
            """$rows = array();
            foreach ( wp_get_post_revisions( $in['id'], array( 'check_enabled' => false ) ) as $revision ) {
                $meta = array_map( 'current', get_metadata( 'post', $revision->ID ) );
                $rows[] = $revision->to_array() + array( 'meta' => (object) $meta );
            }
            return $rows;""",
            id=post_id,
        )
        return rows

    def meta(self, post_id: int) -> dict[str, Any]:
        """The post's meta, the first value of each key."""
        found: dict[str, Any] = self.json(
            "return (object) array_map( 'current', get_metadata( 'post', $in['id'] ) );", id=post_id
        )
        return found

    def option(self, name: str) -> Any:
        """An option's value; False when there is none."""
        return self.json("return get_option( $in['name'] );", name=name)

    def set_option(self, name: str, value: Any) -> None:
        """Sets an option."""
        self.json("update_option( $in['name'], $in['value'], false );", name=name, value=value)


# WordPress unslashes what it is given.
SAVE = """$id = {function}( wp_slash( $in['post'] ), true );
if ( is_wp_error( $id ) ) {{ throw new Exception( $id->get_error_message() ); }}
return $id;"""

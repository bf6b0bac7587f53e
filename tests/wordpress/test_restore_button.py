"""WordPress's own revisions screen in a real browser."""

from __future__ import annotations

from playwright.sync_api import Browser

from devsite.wordpress import Site
from tests.editor.browser import logged_in

from .played_bridge import DRAFT, REWRITTEN, Robot
from .revision_screen import row


def test_the_author_presses_restore(browser: Browser, site: Site) -> None:
    """The screen says that it is a suggestion, shows the new heading, and its Restore button works."""
    site.create_user("camille", "editor")
    site.create_user("pont", "editor")
    post_id = site.create_post(user="camille", title="Le compost", content=DRAFT)
    answer = Robot(site, ("pont", site.application_password("pont"))).propose(post_id).json()
    page = logged_in(browser, site, "camille").new_page()
    page.goto(answer["compare_url"])
    page.wait_for_selector('.revisions-diff td.diff-addedline:has-text("Que mettre au compost")')
    assert "SEO Bridge" in page.inner_text(".diff-meta-to .author-name")
    button = page.locator("input.restore-revision")
    assert button.is_enabled()
    button.click()
    page.wait_for_url("**/post.php**")
    assert row(site, post_id)["post_content"] == REWRITTEN

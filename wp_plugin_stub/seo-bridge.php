<?php
/**
 * Plugin Name:       SEO Bridge
 * Description:       Hands drafts to an SEO Bridge service, which returns each as a pending revision in SEO-ready French. The author's text is never overwritten.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            The SEO Bridge maintainers
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       seo-bridge
 * Domain Path:       /languages
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

define( 'SEO_BRIDGE_VERSION', '0.1.0' );
define( 'SEO_BRIDGE_FILE', __FILE__ );

require_once __DIR__ . '/includes/options.php';
require_once __DIR__ . '/includes/settings-values.php';
require_once __DIR__ . '/includes/install.php';
require_once __DIR__ . '/includes/role.php';
require_once __DIR__ . '/includes/posts.php';
require_once __DIR__ . '/includes/asked.php';
require_once __DIR__ . '/includes/signing.php';
require_once __DIR__ . '/includes/outbox.php';
require_once __DIR__ . '/includes/outbox-claim.php';
require_once __DIR__ . '/includes/daily-cap.php';
require_once __DIR__ . '/includes/sending.php';
require_once __DIR__ . '/includes/delivery.php';
require_once __DIR__ . '/includes/loopback.php';
require_once __DIR__ . '/includes/triggers.php';
require_once __DIR__ . '/includes/lock.php';
require_once __DIR__ . '/includes/sanitize.php';
require_once __DIR__ . '/includes/suggestions.php';
require_once __DIR__ . '/includes/baseline.php';
require_once __DIR__ . '/includes/revisions.php';
require_once __DIR__ . '/includes/rest-permissions.php';
require_once __DIR__ . '/includes/rest-schema.php';
require_once __DIR__ . '/includes/rest.php';
require_once __DIR__ . '/includes/rest-connection.php';
require_once __DIR__ . '/includes/authorize-page.php';
require_once __DIR__ . '/includes/xmlrpc.php';
require_once __DIR__ . '/includes/bridge-job.php';
require_once __DIR__ . '/includes/progress.php';
require_once __DIR__ . '/includes/cancel.php';
require_once __DIR__ . '/includes/state.php';
require_once __DIR__ . '/includes/proposal.php';
require_once __DIR__ . '/includes/suggestion-view.php';
require_once __DIR__ . '/includes/sections.php';
require_once __DIR__ . '/includes/sections-fit.php';
require_once __DIR__ . '/includes/preview.php';
require_once __DIR__ . '/includes/known-text.php';
require_once __DIR__ . '/includes/seo-plugins.php';
require_once __DIR__ . '/includes/seo-fields.php';
require_once __DIR__ . '/includes/apply.php';
require_once __DIR__ . '/includes/applied.php';
require_once __DIR__ . '/includes/editor-save.php';
require_once __DIR__ . '/includes/rest-author-schema.php';
require_once __DIR__ . '/includes/rest-author.php';
require_once __DIR__ . '/includes/pull.php';
require_once __DIR__ . '/includes/news.php';
require_once __DIR__ . '/includes/copies.php';
require_once __DIR__ . '/includes/copies-besides.php';
require_once __DIR__ . '/includes/copies-merge.php';
require_once __DIR__ . '/includes/copies-publish.php';
require_once __DIR__ . '/includes/copies-notes.php';
require_once __DIR__ . '/includes/connection.php';
require_once __DIR__ . '/includes/connection-messages.php';
require_once __DIR__ . '/includes/settings.php';
require_once __DIR__ . '/includes/settings-choices.php';
require_once __DIR__ . '/includes/settings-fields.php';
require_once __DIR__ . '/includes/settings-page.php';
require_once __DIR__ . '/includes/rest-backfill.php';
require_once __DIR__ . '/includes/deliveries-table.php';
require_once __DIR__ . '/includes/deliveries-words.php';
require_once __DIR__ . '/includes/editor.php';
require_once __DIR__ . '/includes/glance.php';
require_once __DIR__ . '/includes/lists.php';
require_once __DIR__ . '/includes/lists-bulk.php';
require_once __DIR__ . '/includes/lists-estimate.php';
require_once __DIR__ . '/includes/metabox.php';
require_once __DIR__ . '/includes/classic-save.php';
require_once __DIR__ . '/includes/compare.php';
require_once __DIR__ . '/includes/abilities.php';
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/includes/cli.php';
}

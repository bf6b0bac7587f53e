<?php
/**
 * Webhook signatures after Standard Webhooks, https://www.standardwebhooks.com (specification 1.0.0).
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The key inside a secret.
 *
 * @param string $secret `whsec_` and base64 of 24 to 64 bytes.
 * @return string|null The key's bytes, or null when the secret is not of that form.
 */
function seo_bridge_secret_key( string $secret ): ?string {
	if ( 0 !== strpos( $secret, 'whsec_' ) ) {
		return null;
	}
	$key = base64_decode( substr( $secret, 6 ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- The secret's own form.
	return false !== $key && strlen( $key ) >= 24 && strlen( $key ) <= 64 ? $key : null;
}

/**
 * The headers that sign a webhook.
 *
 * @param string $webhook_id The same over all retries.
 * @param int    $timestamp  Unix seconds of this attempt.
 * @param string $body       The raw body.
 * @param string $key        See `seo_bridge_secret_key`.
 * @return array<string, string>
 */
function seo_bridge_signature_headers( string $webhook_id, int $timestamp, string $body, string $key ): array {
	return array(
		'webhook-id'        => $webhook_id,
		'webhook-timestamp' => (string) $timestamp,
		'webhook-signature' => 'v1,' . base64_encode( hash_hmac( 'sha256', "$webhook_id.$timestamp.$body", $key, true ) ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- The specification's form.
	);
}

<?php
/**
 * Makes proposed content safe without harming what the author's own content holds.
 *
 * The bridge's user may not post scripts, forms or frames; the author's post may well hold some, put there by somebody who
 * may. So both texts are cut into tokens as a browser would: text, tags, comments, and whole raw elements such as a script.
 * A token that stands byte for byte as a token in the author's text (spaces around it apart) is kept; everything else goes through `wp_kses_post`,
 * and new scripts and styles go altogether. A proposal can therefore move what was there, and add nothing that an author
 * without `unfiltered_html` could not have typed.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Tokens of HTML in order; joined, they are the text again. What opens and never closes is one token to the end (`open`),
 * which is never kept unseen. Elements with raw content are one token, from their start tag to their end tag.
 */
const SEO_BRIDGE_TOKENS = <<<'REGEX'
%(?<comment><!--.*?-->|<(?!!--)[!?][^>]*+>|</[^a-z>][^>]*+>)
|(?<raw><(?<name>script|style|textarea|title|iframe|noembed|noframes|noscript|xmp)(?=[\s/>])(?:"[^"]*+"|'[^']*+'|[^"'>]++)*+>.*?</\g{name}[\s/]*+>)
|(?<tag><(?!(?:script|style|textarea|title|iframe|noembed|noframes|noscript|xmp|plaintext)[\s/>])/?[a-z](?:"[^"]*+"|'[^']*+'|[^"'>]++)*+>)
|(?<open><[a-z/!?].*+)
|(?<text>[^<]++|<)%isx
REGEX;

/**
 * The delimiter of a block: its closing slash, its name, its attributes, its void slash.
 */
const SEO_BRIDGE_DELIMITER = '%^<!--\s+(?<closer>/)?wp:(?<block>(?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)\s+(?:(?<attrs>\{.*\})\s+)?(?<void>/)?-->$%s';

/**
 * Cuts content into tokens.
 *
 * @param string $content HTML, with or without blocks.
 * @return array<array{0: string, 1: string}> Kind (`comment`, `raw`, `tag`, `open`, `text`) and bytes, in order.
 */
function seo_bridge_tokens( string $content ): array {
	$tokens = array();
	if ( false === preg_match_all( SEO_BRIDGE_TOKENS, $content, $matches, PREG_SET_ORDER | PREG_UNMATCHED_AS_NULL ) ) {
		// Beyond PCRE's limits: nothing of it is kept unseen.
		return array( array( 'open', $content ) );
	}
	foreach ( $matches as $match ) {
		foreach ( array( 'comment', 'raw', 'tag', 'open', 'text' ) as $kind ) {
			if ( null !== ( $match[ $kind ] ?? null ) ) {
				$tokens[] = array( $kind, $match[ $kind ] );
				break;
			}
		}
	}
	return $tokens;
}

/**
 * Proposed content, made safe.
 *
 * @param string $content Proposed content.
 * @param string $base    The author's content, whose own tokens are kept to the byte.
 */
function seo_bridge_sanitize_content( string $content, string $base ): string {
	$known = array();
	foreach ( seo_bridge_tokens( $base ) as list( $kind, $bytes ) ) {
		if ( 'open' !== $kind ) {
			$known[ $kind . trim( $bytes ) ] = true;
		}
	}
	// Unguessable, so that no content can name a place of its own.
	$mark   = 'seobridge' . bin2hex( random_bytes( 16 ) );
	$kept   = array();
	$result = '';
	foreach ( seo_bridge_tokens( $content ) as list( $kind, $bytes ) ) {
		$keep = seo_bridge_kept_bytes( $kind, $bytes, isset( $known[ $kind . trim( $bytes ) ] ) );
		if ( null === $keep ) {
			$result .= $bytes;
		} elseif ( '<' === $keep ) {
			$kept[ $mark . 'lt' ] = $mark . 'lt';
			$result              .= $mark . 'lt';
		} elseif ( '' !== $keep ) {
			$place          = $mark . 'x' . count( $kept ) . 'x';
			$kept[ $place ] = $keep;
			$result        .= $place;
		}
	}
	$result = seo_bridge_put_back( wp_kses_post( $result ), $kept );
	// Where something between was removed, the author's lone "<" would begin a tag with what now follows it.
	return str_replace( $mark . 'lt', '<', preg_replace( '%' . $mark . 'lt(?=[a-z/!?])%i', '&lt;', $result ) );
}

/**
 * What to keep of a token out of kses's reach.
 *
 * @param string $kind  Kind of the token.
 * @param string $bytes The token.
 * @param bool   $known Whether the author's content has it.
 * @return string|null The bytes to keep, which may be none; null when kses shall see the token.
 */
function seo_bridge_kept_bytes( string $kind, string $bytes, bool $known ): ?string {
	if ( 'text' === $kind && false === strpbrk( $bytes, '<>&' ) ) {
		return null;
	}
	if ( $known ) {
		return $bytes;
	}
	if ( 'comment' === $kind ) {
		return seo_bridge_sanitize_delimiter( $bytes );
	}
	return 'raw' === $kind && preg_match( '%^<(script|style)%i', $bytes ) ? '' : null;
}

/**
 * A new block's delimiter with its attributes made safe, as core does it for authors without `unfiltered_html`.
 *
 * @param string $comment An HTML comment.
 * @return string|null Null when it is no delimiter, and kses shall see it.
 */
function seo_bridge_sanitize_delimiter( string $comment ): ?string {
	if ( ! preg_match( SEO_BRIDGE_DELIMITER, $comment, $parts, PREG_UNMATCHED_AS_NULL ) ) {
		return null;
	}
	$attrs = null === ( $parts['attrs'] ?? null ) ? array() : json_decode( $parts['attrs'], true );
	if ( ! is_array( $attrs ) ) {
		return null;
	}
	if ( $parts['closer'] ) {
		return '<!-- /wp:' . $parts['block'] . ' -->';
	}
	$block = array( 'blockName' => strpos( $parts['block'], '/' ) ? $parts['block'] : 'core/' . $parts['block'] );
	$safe  = filter_block_kses_value( $attrs, 'post', array(), $block );
	// WordPress's versions escape differently: what is safe as it is written stays so.
	if ( $safe === $attrs && ! preg_match( '%[<>]|--%', (string) ( $parts['attrs'] ?? '' ) ) ) {
		return $comment;
	}
	$attrs = $safe;
	return '<!-- wp:' . $parts['block'] . ' ' . ( $attrs ? serialize_block_attributes( $attrs ) . ' ' : '' ) . ( empty( $parts['void'] ) ? '' : '/' ) . '-->';
}

/**
 * Writes a text that is safe by now, or the author's own, past the filter for users without `unfiltered_html`. Afterwards the
 * filter is as it was: an import, or WP-CLI without a user, has taken it off for all of the texts that it saves.
 *
 * @param callable $write Writes it, without arguments.
 * @return mixed What `$write` returns.
 */
function seo_bridge_unfiltered( callable $write ) {
	$filtered = false !== has_filter( 'content_save_pre', 'wp_filter_post_kses' );
	kses_remove_filters();
	try {
		return $write();
	} finally {
		if ( $filtered ) {
			kses_init_filters();
		}
	}
}

/**
 * Puts the kept bytes back where kses left their places in plain text. A place that came to lie inside a tag or a comment
 * stays empty: what is safe as an element need not be so in there.
 *
 * @param string                $content Content after kses.
 * @param array<string, string> $kept    Bytes by place.
 */
function seo_bridge_put_back( string $content, array $kept ): string {
	$nothing = array_fill_keys( array_keys( $kept ), '' );
	$result  = '';
	foreach ( seo_bridge_tokens( $content ) as list( $kind, $bytes ) ) {
		$result .= strtr( $bytes, 'text' === $kind ? $kept : $nothing );
	}
	return $result;
}

/**
 * A text for an SEO plugin, without what the plugins would take for variables of their templates: those print any meta of a post.
 *
 * @param string $text Proposed title, description or keyphrase.
 */
function seo_bridge_clean_seo_field( string $text ): string {
	// Yoast SEO's and SEOPress's may have spaces, as `%%cf_my field%%`; then Rank Math's; AIOSEO's.
	$variables = '/%%[^%]*%%|%[a-z0-9_-]+\([^)]*\)%|%[a-z][a-z0-9_-]*%|#(?=[a-z]+_)/i';
	do {
		// Before sanitize_text_field, which takes parts of their names for characters of an address; and after it again, which
		// joins what a tag has kept apart, as taking one variable out may join another.
		$before = $text;
		$text   = sanitize_text_field( (string) preg_replace( $variables, '', $before ) );
	} while ( $text !== $before );
	return $text;
}

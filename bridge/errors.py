"""What can go wrong, as one tree; one bit, permanent or retryable, drives every retry.

BridgeError
├── PermanentError                 trying again changes nothing
│   ├── ConfigError                a key of the configuration or a secret; names the key and the file
│   ├── ArticleError               the content, or a draft of it, cannot be used
│   │   ├── EmptyArticle           nothing in it can be rewritten
│   │   ├── ArticleTooLarge        beyond the limit of the reader
│   │   ├── UnknownLanguage        in a language that nothing is translated from
│   │   └── BadDraft               a writer's answer that cannot be rendered safely
│   ├── SiteError                  WordPress answered, and the answer is no
│   │   ├── SiteCredentials        401: the application password
│   │   ├── SiteForbidden          403: the role or the post
│   │   ├── PostNotFound           404: the post, or the plugin's routes
│   │   ├── SiteRedirected         a redirect; the configured address is not the site's own
│   │   ├── SiteNotJson            HTML or anything else where JSON was due
│   │   ├── SiteClosed             the site's REST API, or its XML-RPC, is switched off
│   │   └── SiteRejected           400, 413, 422 …: the proposal is at fault
│   ├── WriterError                the writer answered, and the answer is no
│   │   ├── CannotTranslate        the article is in another language, and the writer knows only French
│   │   ├── WriterRefused          the model declined
│   │   ├── WriterTruncated        the answer was cut at its limit
│   │   ├── WriterContextTooLong   article and brief do not fit the model
│   │   ├── WriterMalformed        the answer is not what was asked for
│   │   ├── WriterCredentials      401, 403 of the API
│   │   ├── WriterRejected         400, 404, 413 of the API, or the account's spend limit
│   │   └── WriterLost             the connection was cut twice; either call may have been billed
│   ├── OverBudget                 the day's or the post's budget; says when it resets
│   │   └── TooCostly              one call may cost more than the whole budget: no day will do
│   └── Cancelled                  somebody asked to stop
└── RetryableError                 the same call may pass later, after `retry_after` seconds
    ├── SiteUnavailable            connection, timeout, 429, 5xx of WordPress
    └── WriterUnavailable          429, 529, 5xx, stall or a cut connection of the API
"""

from __future__ import annotations

from typing import ClassVar


class BridgeError(Exception):
    """Base of all errors here.

    `detail` is for operators: English, technical, never a secret. `fr` and `en` are what an author reads:
    what happened and what to do. `code` is stable, for programs.
    """

    code: ClassVar[str] = "error"
    fr: ClassVar[str] = (
        "Une erreur inattendue s’est produite. Réessayez ; si elle revient, prévenez l’administrateur du site."
    )
    en: ClassVar[str] = "An unexpected error occurred. Try again; if it comes back, tell the site's administrator."

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail or type(self).en)
        self.detail = detail
        self.retry_after = retry_after

    def reason(self, language: str = "fr") -> str:
        """The sentence for an author, in `language` ("fr" or anything else for English)."""
        return self.fr if language.startswith("fr") else self.en


class PermanentError(BridgeError):
    """Trying again changes nothing."""


class RetryableError(BridgeError):
    """The same call may pass later; `retry_after` is in seconds when the other side named it."""


class ConfigError(PermanentError):
    """A key of the configuration, or a secret, is missing or wrong; the detail names the key and the file."""

    code = "config"
    fr = "Le service de réécriture est mal configuré. Prévenez l’administrateur du site."
    en = "The rewriting service is misconfigured. Tell the site's administrator."


class ArticleError(PermanentError):
    """The content, or a draft of it, cannot be used."""

    code = "article"


class EmptyArticle(ArticleError):
    """Nothing in the content can be rewritten."""

    code = "article_empty"
    fr = "Cet article ne contient pas de texte à réécrire. Ajoutez du texte, enregistrez, puis relancez la réécriture."
    en = "This article has no text to rewrite. Add some text, save, and ask again."


class ArticleTooLarge(ArticleError):
    """The content is beyond the limit of the reader."""

    code = "article_too_large"
    fr = "Cet article est trop long pour être réécrit en une fois. Partagez-le en plusieurs articles."
    en = "This article is too long to be rewritten at once. Split it into several."


class UnknownLanguage(ArticleError):
    """The article is in a language that nothing is translated from: its facts could not be held."""

    code = "article_language"
    fr = (
        "La langue de cet article n’est pas prise en charge : la réécriture part du français, de l’anglais, de l’allemand, "
        "de l’espagnol ou de l’italien. Votre texte n’a pas changé ; traduisez-le d’abord, puis relancez la réécriture."
    )
    en = (
        "This article's language is not supported: rewrites start from French, English, German, Spanish or Italian. "
        "Your text is unchanged; have it translated first, then ask again."
    )


class BadDraft(ArticleError):
    """A writer's answer cannot be rendered safely."""

    code = "draft_unusable"
    fr = "La réécriture obtenue n’était pas utilisable ; votre texte n’a pas changé. Relancez la réécriture."
    en = "The rewrite that came back was unusable; your text is unchanged. Ask for a new one."


class SiteError(PermanentError):
    """WordPress answered, and the answer is no."""

    code = "site"
    fr = "Le site a refusé la demande du service de réécriture. Prévenez l’administrateur du site."
    en = "The site refused the rewriting service's request. Tell the site's administrator."


class SiteCredentials(SiteError):
    """401: the application password is wrong, revoked, or stripped on the way."""

    code = "site_credentials"
    fr = "Le site ne reconnaît plus le mot de passe d’application du service de réécriture. L’administrateur doit en créer un nouveau."
    en = "The site no longer accepts the rewriting service's application password. The administrator must create a new one."


class SiteForbidden(SiteError):
    """403: the role lacks the capability, or the post was never handed over."""

    code = "site_forbidden"
    fr = "Le service de réécriture n’a pas le droit de lire cet article. L’administrateur doit vérifier le rôle « SEO Bridge » de son compte."
    en = "The rewriting service may not read this post. The administrator should check its account's “SEO Bridge” role."


class PostNotFound(SiteError):
    """404: the post is gone, or the plugin's routes are not there."""

    code = "post_not_found"
    fr = "L’article est introuvable : il a été supprimé, ou l’extension SEO Bridge est désactivée."
    en = "The post was not found: it was deleted, or the SEO Bridge plugin is inactive."


class SiteRedirected(SiteError):
    """A redirect: the configured address is not the one the site answers under."""

    code = "site_redirected"
    fr = "Le site redirige vers une autre adresse. L’administrateur doit corriger l’adresse du site dans la configuration."
    en = "The site redirects elsewhere. The administrator must correct the site's address in the configuration."


class SiteNotJson(SiteError):
    """HTML, or anything else, where JSON was due."""

    code = "site_not_json"
    fr = "Le site a répondu par une page au lieu de données : une extension de sécurité ou de maintenance bloque peut-être l’API REST."
    en = "The site answered with a page instead of data: a security or maintenance plugin may be blocking the REST API."


class SiteClosed(SiteError):
    """The site's REST API, or its XML-RPC, is switched off; the other one may be open."""

    code = "site_closed"
    fr = "Le site a fermé l’accès dont le service de réécriture se sert. L’administrateur doit l’ouvrir, ou choisir l’autre (REST ou XML-RPC)."
    en = "The site has closed the access that the rewriting service uses. The administrator must open it, or choose the other one (REST or XML-RPC)."


class SiteRejected(SiteError):
    """400, 413, 422 …: WordPress found fault with what was sent."""

    code = "site_rejected"


class WriterError(PermanentError):
    """The writer answered, and the answer is no."""

    code = "writer"
    fr = "Le modèle de rédaction n’a pas pu réécrire cet article ; votre texte n’a pas changé."
    en = "The writing model could not rewrite this article; your text is unchanged."


class CannotTranslate(WriterError):
    """The article is not in French, and the writer that is set translates nothing; the detail names the language."""

    code = "cannot_translate"
    fr = (
        "Cet article n’est pas en français, et la rédaction sans modèle ne sait pas traduire ; votre texte n’a pas changé. "
        "Traduisez-le en français puis relancez la réécriture, ou demandez à l’administrateur d’activer un modèle de rédaction."
    )
    en = (
        "This article is not in French, and writing without a model cannot translate; your text is unchanged. "
        "Put it into French and ask again, or ask the administrator to switch on a writing model."
    )


class WriterRefused(WriterError):
    """The model declined to answer."""

    code = "writer_refused"
    fr = "Le modèle de rédaction a refusé de traiter cet article. Votre texte n’a pas changé."
    en = "The writing model declined this article. Your text is unchanged."


class WriterTruncated(WriterError):
    """The answer was cut at its length limit."""

    code = "writer_truncated"
    fr = "La réécriture a été coupée : l’article est trop long pour la limite réglée. Votre texte n’a pas changé."
    en = "The rewrite was cut off: the article is too long for the limit that is set. Your text is unchanged."


class WriterContextTooLong(WriterError):
    """Article and brief do not fit the model."""

    code = "writer_context"
    fr = "L’article est trop long pour le modèle de rédaction. Partagez-le en plusieurs articles."
    en = "The article is too long for the writing model. Split it into several."


class WriterMalformed(WriterError):
    """The answer is not what was asked for."""

    code = "writer_malformed"


class WriterCredentials(WriterError):
    """401 or 403 of the API: the key."""

    code = "writer_credentials"
    fr = "Le service de réécriture n’est pas autorisé auprès du modèle de rédaction. L’administrateur doit vérifier la clé."
    en = "The rewriting service is not authorised with the writing model. The administrator should check the key."


class WriterRejected(WriterError):
    """400, 404 or 413 of the API, or the account's own spend limit."""

    code = "writer_rejected"


class WriterLost(WriterError):
    """The connection was cut twice after the request was sent; either call may have been billed, so there is no third."""

    code = "writer_lost"
    fr = "La connexion au modèle de rédaction a été coupée deux fois. Votre texte n’a pas changé ; relancez la réécriture plus tard."
    en = "The connection to the writing model was cut twice. Your text is unchanged; ask again later."


class OverBudget(PermanentError):
    """A budget is used up; the detail says which and when it resets."""

    code = "over_budget"
    fr = "Le budget de réécriture du jour est épuisé. Il se renouvelle à minuit (UTC) : relancez la réécriture demain."
    en = "Today's rewriting budget is used up. It renews at midnight (UTC): ask again tomorrow."


class TooCostly(OverBudget):
    """One call may cost more than a whole budget; the detail says which."""

    code = "too_costly"
    fr = (
        "Réécrire cet article pourrait coûter plus que le budget fixé, même un autre jour. Partagez-le en plusieurs articles, "
        "ou demandez à l’administrateur de relever le budget."
    )
    en = (
        "Rewriting this article might cost more than the budget that is set, on any day. Split it into several, "
        "or ask the administrator to raise the budget."
    )


class Cancelled(PermanentError):
    """Somebody asked to stop."""

    code = "cancelled"
    fr = "La réécriture a été annulée. Votre texte n’a pas changé."
    en = "The rewrite was cancelled. Your text is unchanged."


class SiteUnavailable(RetryableError):
    """Connection refused, timeout, 429 or 5xx of WordPress."""

    code = "site_unavailable"
    fr = "Le site ne répond pas. La réécriture sera retentée automatiquement."
    en = "The site does not answer. The rewrite will be tried again automatically."


class WriterUnavailable(RetryableError):
    """429, 529, 5xx, a stall or a cut connection of the API."""

    code = "writer_unavailable"
    fr = "Le modèle de rédaction est momentanément indisponible. La réécriture sera retentée automatiquement."
    en = "The writing model is unavailable for now. The rewrite will be tried again automatically."

"""SEO Bridge: WordPress drafts into SEO-ready French, handed back as pending revisions."""

__version__ = "0.1.0"

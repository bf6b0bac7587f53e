"""`python -m bridge` is `seo-bridge`."""

from bridge.cli import main

main()

"""A real WordPress for the demo and the tests: fetched, installed, served on 127.0.0.1, and stopped again.

Nothing here is part of the distribution. `devsite.wordpress` makes sites, `devsite.install` puts the Debian
packages in place that they need, and `devsite.pytest_plugin` hands sites to the tests.
"""

#!/bin/sh
# Debian keeps venv in a package of its own; installs it as root, says what is missing otherwise.
set -eu
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
else
    echo "Python's venv module is missing: install it (Debian: apt-get install python3-venv), then run make again." >&2
    exit 1
fi

#!/bin/sh
# Gets the package that python3 needs on Debian before it can make a virtual environment.
set -eu
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo 'apt-get install python3-venv' >&2
	apt-get -qq update
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends python3-venv >/dev/null
else
	echo "missing: python3's venv (as root on Debian: apt-get install python3-venv)" >&2
	exit 1
fi

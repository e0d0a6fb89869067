#!/bin/sh
# Installs what the tests need and Go does not bring: Chromium (browser tests)
# and gcc (race detector), from Debian's packages, where they are missing and
# we are allowed to. Anywhere else it says what to install; the tests then fail
# rather than skip.
set -eu
want=""
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1 &&
	[ ! -d "/Applications/Google Chrome.app" ]; then want="$want chromium"; fi
command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 || want="$want gcc libc6-dev"
command -v npm >/dev/null 2>&1 || want="$want npm"
[ -z "$want" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "installing:$want"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086
	apt-get install -y -qq --no-install-recommends $want >/dev/null
else
	echo "please install:$want (Debian: sudo apt-get install$want)" >&2
	exit 1
fi

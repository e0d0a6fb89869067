#!/bin/sh
# Installs what the tests need and Go does not bring: Chromium (browser tests),
# gcc (race detector) and Dovecot (a mail server) from Debian's packages, axe-core
# and Bluesky's personal data server from npm, where they are missing and
# we are allowed to. Anywhere else it says what to install; the tests then fail
# rather than skip.
set -eu
cd "$(dirname "$0")"
axe=node_modules/axe-core/axe.min.js
# What packages of npm want themselves is taken as it stood on this day: the
# versions named in package.json are theirs alone.
before=2026-11-27
want=""
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1 &&
	[ ! -d "/Applications/Google Chrome.app" ]; then want="$want chromium"; fi
command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 || want="$want gcc libc6-dev"
command -v dovecot >/dev/null 2>&1 || want="$want dovecot-imapd"
[ -f "$axe" ] || command -v npm >/dev/null 2>&1 || want="$want npm"
# A real blog: WordPress with MariaDB and PHP. WordPress asks for a web server:
# mini-httpd and php-cgi are those that start nothing by themselves; the tests
# run PHP's own. Without them that test fails in CI alone.
if command -v apt-get >/dev/null 2>&1; then
	{ command -v php >/dev/null 2>&1 && php -m | grep -qx mysqli && php -m | grep -qx xml; } || want="$want php-cgi php-cli php-mysql php-xml"
	[ -x /usr/sbin/mariadbd ] || want="$want mariadb-server-core"
	[ -f /usr/share/wordpress/wp-load.php ] || want="$want wordpress php mini-httpd"
	[ -d /usr/share/wordpress/wp-content/themes/twentytwentythree ] || want="$want wordpress-theme-twentytwentythree"
fi
if [ -z "$want" ]; then :
elif command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "installing:$want"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086
	apt-get install -y -qq --no-install-recommends $want >/dev/null
else
	echo "please install:$want (Debian: sudo apt-get install$want)" >&2
	exit 1
fi
# axe-core checks accessibility inside the pages (MPL-2.0, never shipped).
[ -f "$axe" ] || npm install --before="$before" --no-package-lock --ignore-scripts --no-audit --no-fund --silent
# Bluesky's personal data server (MIT, never shipped): 215 MB, 20 s to fetch and
# 50 s to build the one part of it that is not JavaScript, against the headers
# that stand beside node. Without it that test fails in CI alone.
if [ "$(uname)" = Linux ]; then (
	cd pds
	built=node_modules/better-sqlite3/build/Release/better_sqlite3.node
	[ -f "$built" ] && exit
	node=$(dirname "$(dirname "$(readlink -f "$(command -v node || echo /usr/bin/node)")")")
	gyp=$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js
	[ -f "$gyp" ] || gyp=/usr/share/nodejs/node-gyp/bin/node-gyp.js
	if [ ! -f "$node/include/node/node.h" ] || [ ! -f "$gyp" ] || ! command -v g++ >/dev/null || ! command -v make >/dev/null || ! command -v python3 >/dev/null; then
		echo "the personal data server is left out: it wants node's headers, node-gyp, g++, make and python3" >&2
		exit
	fi
	[ -d node_modules/better-sqlite3 ] || npm install --before="$before" --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	cd node_modules/better-sqlite3
	MAKEFLAGS=-j2 node "$gyp" rebuild --release --nodedir="$node" >../../build.log 2>&1 || tail -5 ../../build.log >&2
); fi

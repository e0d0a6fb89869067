#!/bin/sh
# Holds the main text of pages to trafilatura of PyPI and to Mozilla's
# readability (on jsdom) of npm. Needs Python 3 and Node with npm; everything is
# installed into a folder that is removed.
# Usage: run.sh --data DATA
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q trafilatura==2.0.0 lxml_html_clean==0.4.2
set -- --python "$tmp/venv/bin/python" "$@"
if command -v npm >/dev/null; then
	npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$tmp/node" @mozilla/readability@0.6.0 jsdom@24.1.3
	export NODE_PATH="$tmp/node/node_modules"
	set -- --node node "$@"
else
	echo "no npm: without readability"
fi
cd "$here/../../.." && go run ./bench/peers/extract "$@"

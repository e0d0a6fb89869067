#!/bin/sh
# Holds the grouping of copies to datasketch's MinHash LSH (PyPI). Needs Python
# 3; everything is installed into a folder that is removed.
# Usage: run.sh --data DATA
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q datasketch==2.0.0
cd "$here/../../.." && go run ./bench/peers/stories --python "$tmp/venv/bin/python" "$@"

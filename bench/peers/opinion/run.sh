#!/bin/sh
# Holds Vigie's opinions to VADER, TextBlob (textblob-fr) and AFINN of PyPI and
# to nlp.js and sentiment of npm. Needs Python 3 and Node with npm; everything
# is installed into a folder that is removed.
# Usage: run.sh --data DATA [--folds 5]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install -q vaderSentiment==3.3.2 textblob==0.20.1 textblob-fr==0.2.0 afinn==0.1
set -- --python "$tmp/venv/bin/python" "$@"
if command -v npm >/dev/null; then
	npm install --silent --no-audit --no-fund --prefix "$tmp/node" @nlpjs/core@4.26.1 @nlpjs/sentiment@4.26.1 @nlpjs/lang-fr@4.26.1 @nlpjs/lang-en@4.26.1 sentiment@5.0.2
	export NODE_PATH="$tmp/node/node_modules"
	set -- --node node "$@"
else
	echo "no npm: without nlp.js and sentiment"
fi
cd "$here/../../.." && go run ./bench/peers/opinion "$@"

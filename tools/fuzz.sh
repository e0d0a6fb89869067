#!/bin/sh
# Runs every fuzz target of the house for the time given (default 30s).
set -eu
time=${1:-30s}
grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do
	dir=$(dirname "$file")
	grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | sed 's/func //' | while read -r target; do
		echo "== $dir $target"
		${GO:-go} test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$dir"
	done
done

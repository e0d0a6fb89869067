#!/bin/sh
# Holds Vigie's matcher to Lucene Monitor and PostgreSQL. Needs Java 17, Maven
# and PostgreSQL 15 or newer; what is not there is left out and said.
# Usage: run.sh [flags of bench/peers, e.g. --data posts.jsonl --queries 10000]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
pg=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
as=""
[ "$(id -u)" -ne 0 ] || as="runuser -u postgres --" # PostgreSQL does not run as root
done_with() {
	[ ! -f "$tmp/pg/postmaster.pid" ] || $as "$pg/pg_ctl" -D "$tmp/pg" -m immediate stop >/dev/null
	rm -rf "$tmp"
}
trap done_with EXIT
if command -v mvn >/dev/null && command -v javac >/dev/null; then
	mkdir "$tmp/lucene"
	mvn -q -f "$here/lucene/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tmp/lucene"
	javac -cp "$tmp/lucene/*" -d "$tmp/lucene" "$here/lucene/src/main/java/Peer.java"
	set -- --lucene "$tmp/lucene" "$@"
else
	echo "no Maven or no Java: without Lucene Monitor"
fi
if [ -n "$pg" ]; then
	chmod 755 "$tmp"
	mkdir "$tmp/pg" "$tmp/socket"
	[ -z "$as" ] || chown postgres "$tmp/pg" "$tmp/socket"
	$as "$pg/initdb" -D "$tmp/pg" -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
	$as "$pg/pg_ctl" -D "$tmp/pg" -w -o "-k $tmp/socket -c listen_addresses=''" -l "$tmp/pg/log" start >/dev/null
	user=$(id -un)
	[ -z "$as" ] || user=postgres
	set -- --postgres "host=$tmp/socket user=$user dbname=postgres" "$@"
else
	echo "no PostgreSQL: without it"
fi
cd "$here/../.." && go run ./bench/peers "$@"

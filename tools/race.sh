#!/bin/sh
# The race detector over every package that starts goroutines or serves, itself
# or in its tests. What it cannot find a fault in is spared it, because it takes
# five to ten times as long under it; `make unit` runs all of it:
# - SQLite: it is C made into Go, and its memory is no memory of Go's that the
#   detector would look at; and argon2, which fills 64 MB for each password.
#   A package may be left out only where it has no generic code (go tool nm
#   shows no go.shape): what has some, as modernc.org/libc, shares it with all
#   others, sync.Map's too, and what that orders would look like a race.
# - long tests of one goroutine, or whose others shorter tests have too (-skip):
#   a name that is gone costs nothing, a new long test may be added.
set -eu
cd "$(dirname "$0")/.."
long='TestATrialKnowsWhatIsBroughtIn|TestTrialOnThePast|TestHolesAreLeftOut|TestWhenItIsTold|TestWhatDoesNotRing'    # alert
long="$long|TestAttentionCovers|TestCovers|TestLastingChangeOfLevel|TestOrdinaryKeepsItsWord|TestLookoutAtEveryRate" # measure
long="$long|TestDetectionNeverFallsWithSize|TestAPastOfHoursTeachesAsMuch|TestPromiseHolds|TestBurstsAreNotLearnt"    # measure
long="$long|TestRandomPairs|TestIndexPairs|TestHostile|TestIndexHostile|TestLintIsBounded"                           # query
long="$long|TestGatheredWeeks|TestOwnIsListed|TestKilled|TestPatterns"                                               # store/sqlite
long="$long|TestHugeRows|TestOpenQuotesStayLinear|TestBadFiles|TestHistoryIsDeterministic|TestStorm"                 # files, sim
starts='^[[:space:]]*go [a-zA-Z]|[^a-zA-Z]go func|\.Go\(|httptest\.New(TLS|Unstarted)?Server|synctest\.|t\.Parallel\(|b\.RunParallel'
# shellcheck disable=SC2046
CGO_ENABLED=1 exec "${GO:-go}" test -race -short -timeout 20m -gcflags=modernc.org/sqlite/lib=-race=false \
	-gcflags=golang.org/x/crypto/argon2=-race=false -skip "^($long)\$" "$@" \
	$(grep -rlE "$starts" --include='*.go' --exclude-dir=node_modules --exclude-dir=bench . | xargs -n1 dirname | sort -u)

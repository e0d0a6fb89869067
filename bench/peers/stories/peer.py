"""Near-duplicates by datasketch: texts in as lines of JSON, {"story"} out.

Each text is the set of its runs of three words, 128 permutations; it joins the
stories of all that MinHashLSH finds at the threshold.
Usage: peer.py THRESHOLD
"""

import json
import re
import sys
import time

from datasketch import MinHash, MinHashLSH

texts = [json.loads(line) for line in sys.stdin]
lsh = MinHashLSH(threshold=float(sys.argv[1]), num_perm=128)
into = list(range(len(texts)))


def root(n):
    while into[n] != n:
        n = into[n]
    return n


start = time.process_time()
for n, t in enumerate(texts):
    words = re.findall(r"\w+", (t["title"] + " " + t["body"]).lower())
    m = MinHash(num_perm=128)
    m.update_batch([" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))])
    for other in lsh.query(m):
        into[root(n)] = root(other)
    lsh.insert(n, m)
took = time.process_time() - start
for n in range(len(texts)):
    print(json.dumps({"story": root(n)}))
print(json.dumps({"seconds": took}))

"""Extraction peer: a line of JSON {"url", "body" in base64} in, {"text"} out.

Usage: peer.py trafilatura|articles; articles leaves comments out.
"""

import base64
import json
import sys
import time

import trafilatura

comments = sys.argv[1] != "articles"
pages = [json.loads(line) for line in sys.stdin]
pages = [(p["url"], base64.b64decode(p["body"])) for p in pages]


def of(url, body):
    return trafilatura.extract(body, url=url or None, include_comments=comments) or ""


of("", b"<html><body><p>Bonjour</p></body></html>")  # loads what it needs
start = time.process_time()
texts = [of(*p) for p in pages]
took = time.process_time() - start
for t in texts:
    print(json.dumps({"text": t}))
print(json.dumps({"seconds": took}))

"""Word-list peers: a line of JSON {"lang","text"} in, {"score"} out.

The classes are made of the score by bench/peers/opinion/main.go.
Usage: peer.py vader|textblob|afinn
"""

import json
import sys
import time


def judge(name):
    if name == "vader":
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        vader = SentimentIntensityAnalyzer()
        return lambda lang, text: vader.polarity_scores(text)["compound"]
    if name == "afinn":
        from afinn import Afinn

        afinn = Afinn(emoticons=True)
        return lambda lang, text: afinn.score(text)
    from textblob import TextBlob
    from textblob_fr import PatternAnalyzer

    french = PatternAnalyzer()

    def blob(lang, text):
        if lang == "fr":
            return TextBlob(text, analyzer=french).sentiment[0]
        return TextBlob(text).sentiment.polarity

    return blob


texts = [json.loads(line) for line in sys.stdin]
of = judge(sys.argv[1])
of(texts[0]["lang"], texts[0]["text"])  # loads what it needs
start = time.process_time()
scores = [of(t["lang"], t["text"]) for t in texts]
took = time.process_time() - start
for s in scores:
    print(json.dumps({"score": s}))
print(json.dumps({"seconds": took}))

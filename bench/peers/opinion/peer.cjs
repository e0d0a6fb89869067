// Word-list peers of npm: a line of JSON {"lang","text"} in, {"score"} out.
// Usage: NODE_PATH=.../node_modules node peer.cjs nlpjs|sentiment
// sentiment is AFINN-165 with negation.
const name = process.argv[2];

function judge() {
	if (name === "sentiment") {
		const Sentiment = require("sentiment");
		const s = new Sentiment();
		return async (lang, text) => s.analyze(text).score;
	}
	const { Container } = require("@nlpjs/core");
	const { SentimentAnalyzer } = require("@nlpjs/sentiment");
	const { LangFr } = require("@nlpjs/lang-fr");
	const { LangEn } = require("@nlpjs/lang-en");
	const container = new Container();
	container.use(LangFr);
	container.use(LangEn);
	const s = new SentimentAnalyzer({ container });
	return async (lang, text) => (await s.process({ locale: lang, text })).sentiment.score;
}

(async () => {
	const texts = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l));
	const of = judge();
	await of(texts[0].lang, texts[0].text); // loads what it needs
	const start = process.cpuUsage();
	const scores = [];
	for (const t of texts) scores.push(await of(t.lang, t.text));
	const took = process.cpuUsage(start);
	const lines = scores.map((score) => JSON.stringify({ score: score || 0 }));
	lines.push(JSON.stringify({ seconds: (took.user + took.system) / 1e6 }));
	process.stdout.write(lines.join("\n") + "\n");
})();

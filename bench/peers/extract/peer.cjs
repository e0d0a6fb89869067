// Extraction peer of npm: a line of JSON {"url", "body" in base64} in, {"text"}
// out, by Mozilla's readability on jsdom, which tells the character set itself.
// Usage: NODE_PATH=.../node_modules node peer.cjs
const { Readability } = require("@mozilla/readability");
const { JSDOM, VirtualConsole } = require("jsdom");

const blocks = new Set("P,DIV,LI,UL,OL,H1,H2,H3,H4,H5,H6,BLOCKQUOTE,PRE,TR,TABLE,SECTION,ARTICLE,FIGCAPTION,DD,DT,BR".split(","));

// said is the text of what readability keeps, with its blocks on lines of their own.
function said(html) {
	const out = [];
	const walk = (n) => {
		if (n.nodeType === 3) out.push(n.data);
		for (const c of n.childNodes) walk(c);
		if (blocks.has(n.tagName)) out.push("\n");
	};
	walk(new JSDOM(html).window.document.body);
	return out.join("");
}

function of(page) {
	const dom = new JSDOM(page.body, { url: page.url || "https://page.example/", virtualConsole: new VirtualConsole() });
	const article = new Readability(dom.window.document).parse();
	const text = article ? said(article.content) : "";
	dom.window.close();
	return text;
}

const pages = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l));
// As Vigie does: what is valid UTF-8 is UTF-8; jsdom looks at 1,024 bytes alone.
const utf8 = new TextDecoder("utf-8", { fatal: true });
for (const p of pages) {
	p.body = Buffer.from(p.body, "base64");
	try {
		p.body = utf8.decode(p.body);
	} catch {
		// jsdom tells which it is
	}
}
of({ body: Buffer.from("<p>Bonjour</p>") }); // loads what it needs
const start = process.cpuUsage();
const lines = pages.map((p) => JSON.stringify({ text: of(p) }));
const took = process.cpuUsage(start);
lines.push(JSON.stringify({ seconds: (took.user + took.system) / 1e6 }));
process.stdout.write(lines.join("\n") + "\n");

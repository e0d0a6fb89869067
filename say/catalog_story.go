package say

// What stories, words, voices and the naming of languages say.
var catalogStory = Catalog{
	"cli-eval.posts": {FR: "language : sur les messages d’UMSAB (un dossier par langue).", EN: "language: over the posts of UMSAB (a folder a language)."},
}

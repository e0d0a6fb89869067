package say

// What stories, words, voices and the naming of languages say.
var catalogStory = Catalog{
	"beside-story":   {FR: "d’une même histoire", EN: "of one story"},
	"api-bad-story":  {FR: "« {0} » n’est pas un numéro d’histoire.", EN: "“{0}” is not the number of a story."},
	"store-no-story": {FR: "Cette histoire n’existe pas, ou ses mentions ont été effacées.", EN: "This story does not exist, or its mentions were erased."},
	"cli-eval.posts": {FR: "language : sur les messages d’UMSAB (un dossier par langue).", EN: "language: over the posts of UMSAB (a folder a language)."},
}

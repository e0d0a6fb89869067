package say

// What stories, words, voices and the naming of languages say.
var catalogStory = Catalog{
	"beside-story":      {FR: "d’une même histoire", EN: "of one story"},
	"unit-stories":      {FR: "histoires", EN: "stories"},
	"kicker-stories":    {FR: "Par histoires", EN: "By stories"},
	"stories-finding":   {FR: "{0|# mention|# mentions} pour {1|# histoire|# histoires}, les reprises comptées une fois", EN: "{0|# mention|# mentions} in {1|# story|# stories}, copies counted once"},
	"stories-none":      {FR: "Aucune reprise : chaque mention est une histoire", EN: "No copies: each mention is a story"},
	"stories-caption":   {FR: "Une dépêche reprise par vingt journaux compte pour une histoire.", EN: "A dispatch that twenty papers carry counts as one story."},
	"and-copies":        {FR: "et {0|# reprise|# reprises}", EN: "and {0|# copy|# copies}"},
	"story-title":       {FR: "L’histoire", EN: "The story"},
	"story-finding":     {FR: "{0|# mention|# mentions} du même texte, par {1|# voix|# voix} sur {2|# site|# sites}", EN: "{0|# mention|# mentions} of one text, by {1|# voice|# voices} on {2|# site|# sites}"},
	"story-origin":      {FR: "Parue d’abord ici :", EN: "First published here:"},
	"story-is-origin":   {FR: "Cette mention est la première parue.", EN: "This mention was published first."},
	"story-nowhere":     {FR: "sans site", EN: "no site"},
	"story-all":         {FR: "Lire toutes les reprises", EN: "Read all copies"},
	"story-all-more":    {FR: "Lire toutes les reprises, dont {0|# autre|# autres}", EN: "Read all copies, {0|# more|# more} among them"},
	"story-open-origin": {FR: "La première parue", EN: "The first one published"},
	"api-bad-story":     {FR: "« {0} » n’est pas un numéro d’histoire.", EN: "“{0}” is not the number of a story."},
	"store-no-story":    {FR: "Cette histoire n’existe pas, ou ses mentions ont été effacées.", EN: "This story does not exist, or its mentions were erased."},
	"cli-eval.posts":    {FR: "language : sur les messages d’UMSAB (un dossier par langue).", EN: "language: over the posts of UMSAB (a folder a language)."},
}

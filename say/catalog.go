package say

// Catalog holds sentences by message id.
type Catalog map[string]Entry

// Entry is one sentence in both languages.
type Entry struct{ FR, EN string }

// catalogs lists every part of the catalogue; one part a package that speaks.
var catalogs = []Catalog{
	catalogImport,
	catalogLanguage,
	catalogMatch,
	catalogCards,
	catalogNoise,
	catalogNote,
	catalogMeasure,
	catalogSocial,
	catalogSources,
	catalogOpinion,
	catalogIntent,
	catalogIntentRule,
	catalogPages,
	catalogWatch,
	catalogCommon,
	catalogQuery,
	catalogLang,
	catalogAPI,
	catalogCmd,
	catalogWeb,
	catalogGovern,
	catalogSenses,
	catalogShare,
	catalogListen,
	catalogStore,
	catalogAlert,
	catalogTelling,
	catalogReport,
	catalogReportPages,
	catalogReportCmd,
	catalogBarometer,
	catalogMonth,
	catalogCharm, catalogQuality, catalogMark,
	catalogReportWeb,
	catalogStory,
	catalogFront,
	catalogSample,
}

// catalogCommon holds what several packages say.
var catalogCommon = Catalog{
	"internal": {
		FR: "Quelque chose n’a pas marché chez nous. Rien n’est perdu ; le détail est dans le journal du programme.",
		EN: "Something went wrong on our side. Nothing is lost; the detail is in the program’s log.",
	},
	"ago":      {FR: "il y a {0}", EN: "{0} ago"},
	"in":       {FR: "dans {0}", EN: "in {0}"},
	"just-now": {FR: "à l’instant", EN: "just now"},
	"on-date":  {FR: "le {0}", EN: "on {0}"},

	"channel-press":     {FR: "presse", EN: "press"},
	"channel-blog":      {FR: "blogs", EN: "blogs"},
	"channel-forum":     {FR: "forums", EN: "forums"},
	"channel-comment":   {FR: "commentaires", EN: "comments"},
	"channel-review":    {FR: "avis", EN: "reviews"},
	"channel-social":    {FR: "réseaux", EN: "social networks"},
	"channel-video":     {FR: "vidéos", EN: "videos"},
	"channel-podcast":   {FR: "podcasts", EN: "podcasts"},
	"channel-wiki":      {FR: "wikis", EN: "wikis"},
	"channel-mail":      {FR: "courriers", EN: "mail"},
	"channel-private":   {FR: "échanges privés", EN: "private exchanges"},
	"channel-assistant": {FR: "assistants", EN: "assistants"},
	"channel-search":    {FR: "résultats de recherche", EN: "search results"},
	"lang-und":          {FR: "langue indéterminée", EN: "language undetermined"},
	"opinion-unknown":   {FR: "opinion pas encore jugée", EN: "opinion not judged yet"},
	"opinion-negative":  {FR: "négative", EN: "negative"},
	"opinion-neutral":   {FR: "neutre", EN: "neutral"},
	"opinion-positive":  {FR: "positive", EN: "positive"},
	"opinion-unsure":    {FR: "incertaine", EN: "unsure"},
	"kind-own":          {FR: "votre marque", EN: "your brand"},
	"kind-rival":        {FR: "concurrent", EN: "rival"},
	"kind-theme":        {FR: "thème", EN: "theme"},
	"kind-campaign":     {FR: "campagne", EN: "campaign"},
}

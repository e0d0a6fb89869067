package say

// catalogFront holds what the front pages say of tone, of what waits, and of
// the facts kept beside a text.
var catalogFront = Catalog{
	"today-tone-ordinary": {
		FR: "rien d’inhabituel dans les opinions ⟨(⟦{0} de voix négatives⟧, d’ordinaire {1} à {2})⟩",
		EN: "nothing unusual in the opinions ⟨(⟦{0} of voices negative⟧, ordinarily {1} to {2})⟩",
	},
	"today-tone-above": {
		FR: "⟦{0} des voix jugées⟧ sont négatives, plus que d’ordinaire ⟨({1} à {2})⟩",
		EN: "⟦{0} of the voices judged⟧ are negative, more than is ordinary ⟨({1} to {2})⟩",
	},
	"today-tone-below": {
		FR: "⟦{0} des voix jugées⟧ sont négatives, moins que d’ordinaire ⟨({1} à {2})⟩",
		EN: "⟦{0} of the voices judged⟧ are negative, less than is ordinary ⟨({1} to {2})⟩",
	},
	"today-waits":   {FR: "⟦{1} {0|demande attend|demandes attendent}⟧ une réponse", EN: "⟦{1} {0|request waits|requests wait}⟧ for an answer"},
	"today-and":     {FR: "{0} ; {1}", EN: "{0}; {1}"},
	"kicker-waits":  {FR: "À répondre", EN: "To answer"},
	"waits-finding": {FR: "{0|Une demande des sept derniers jours attend, depuis|# demandes des sept derniers jours attendent ; la plus ancienne, depuis} {1}", EN: "{0|One request of the last seven days has waited for|# requests of the last seven days wait; the oldest has for} {1}"},
	"waits-since":   {FR: "Attend depuis {0}", EN: "Waiting for {0}"},
	"waits-answer":  {FR: "Répondre sur place", EN: "Answer there"},
	"waits-read":    {FR: "Lire", EN: "Read"},
	"waits-all":     {FR: "Toutes les demandes des sept derniers jours", EN: "All requests of the last seven days"},
	"opinion-about": {FR: "pour {0}", EN: "about {0}"},

	"opinion-net-positive":  {FR: "Plus d’éloges que de reproches : opinion nette {0} points ({1} à {2})", EN: "More praise than blame: net opinion {0} points ({1} to {2})"},
	"opinion-net-negative":  {FR: "Plus de reproches que d’éloges : opinion nette {0} points ({1} à {2})", EN: "More blame than praise: net opinion {0} points ({1} to {2})"},
	"opinion-net-neither":   {FR: "Autant d’éloges que de reproches : opinion nette {0} points ({1} à {2})", EN: "As much praise as blame: net opinion {0} points ({1} to {2})"},
	"opinion-lean-positive": {FR: "L’opinion penche du côté positif.", EN: "Opinion leans to the positive side."},
	"opinion-lean-negative": {FR: "L’opinion penche du côté négatif.", EN: "Opinion leans to the negative side."},
	"opinion-lean-neither":  {FR: "L’opinion ne penche d’aucun côté.", EN: "Opinion leans to neither side."},

	"mention-parent":  {FR: "En réponse à :", EN: "In answer to:"},
	"mention-repost":  {FR: "Reprend ce qu’un autre a dit.", EN: "Says again what somebody else said."},
	"fact-to":         {FR: "Adressée à", EN: "Addressed to"},
	"fact-country":    {FR: "Pays déclaré", EN: "Declared country"},
	"fact-media":      {FR: "Montre", EN: "Shows"},
	"fact-links":      {FR: "Renvoie à", EN: "Leads to"},
	"fact-links-more": {FR: "et {0|# autre|# autres}", EN: "and {0|# other|# others}"},
	"media-image":     {FR: "une image", EN: "a picture"},
	"media-video":     {FR: "une vidéo", EN: "a video"},
	"media-sound":     {FR: "du son", EN: "sound"},
	"api-trace-story": {
		FR: "De l’histoire {0} : {1|# mention|# mentions} du même texte, par {2|# voix|# voix} sur {3|# site|# sites}.",
		EN: "Of story {0}: {1|# mention|# mentions} of one text, by {2|# voice|# voices} on {3|# site|# sites}.",
	},
}

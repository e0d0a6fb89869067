package say

// catalogCharm holds the sentences of charisma.
var catalogCharm = Catalog{
	"baro-3":                 {FR: "L’attrait", EN: "The pull"},
	"baro-3-ask":             {FR: "de qui parle-t-on sans y être invité, et sur quel ton ?", EN: "who is spoken of uninvited, and in what tone?"},
	"charm-none":             {FR: "Trop peu de voix spontanées pour en parler : il en faut {0} pour deux marques au moins.", EN: "Too few voices of their own accord to tell: it takes {0} for two brands at least."},
	"charm-answer":           {FR: "{0} fait parler sans rien demander : {1} fois la marque médiane du secteur.", EN: "{0} is spoken of without asking: {1} times the median brand of the sector."},
	"charm-appetite":         {FR: "L’appétit", EN: "Appetite"},
	"charm-appetite-finding": {FR: "Voix spontanées, rapportées à la marque médiane", EN: "Voices of their own accord, over the median brand"},
	"charm-times":            {FR: "× {0}", EN: "× {0}"},
	"charm-times-head":       {FR: "Appétit", EN: "Appetite"},
	"charm-places":           {FR: "Lieux", EN: "Places"},
	"charm-register":         {FR: "Le registre", EN: "Register"},
	"charm-register-finding": {FR: "Ceux qui en sont, et ceux qui s’en servent", EN: "Those who belong, and those who use"},
	"charm-covers":           {FR: "Deux axes, jamais une note. Lieux : nombre moyen de sites où se dispersent {0} mentions, pour comparer des marques de taille différente. Registre : part des recommandations et des éloges parmi ceux-ci et les demandes pratiques (questions, demandes, plaintes, achats). Aucune campagne n’étant inscrite, aucune n’est retirée.", EN: "Two axes, never a score. Places: mean number of sites over which {0} mentions spread, so that brands of different size compare. Register: share of recommendations and praise among them and practical talk (questions, requests, complaints, purchases). As no campaign is recorded, none is left out."},
	"charm-left":             {FR: "Laissées de côté, faute de {1} voix : {0}.", EN: "Left out for want of {1} voices: {0}."},
	"charm-unread":           {FR: "Le registre manque : intentions et opinions ne sont pas lues.", EN: "The register is missing: intents and opinions are not read."},
}

package say

// catalogReportCmd holds the help of the commands that make reports.
var catalogReportCmd = Catalog{
	"cli.format":    {FR: "Format : pdf, html, xlsx ou json. Sans lui, les réponses sont affichées en phrases.", EN: "Format: pdf, html, xlsx or json. Without it, the answers are printed as sentences."},
	"cli.out":       {FR: "Fichier à écrire ; un tiret pour la sortie standard.", EN: "File to write; a dash for the standard output."},
	"cli.by":        {FR: "Nom de qui remet le rapport, écrit en tête de chaque page.", EN: "Name of whoever hands the report over, written at the head of each page."},
	"cli.logo":      {FR: "Logo à mettre en tête, PNG ou JPEG.", EN: "Logo to put at the head, PNG or JPEG."},
	"cli.rivals":    {FR: "Concurrents, par leur nom ; par défaut les marques du même secteur.", EN: "Rivals, by name; the brands of the same sector by default."},
	"cli.theme":     {FR: "Thèmes, par leur nom ; par défaut ceux du même secteur.", EN: "Themes, by name; those of the same sector by default."},
	"cli.since":     {FR: "Premier jour de la période ; par défaut douze mois plus tôt.", EN: "First day of the period; twelve months earlier by default."},
	"cli.until":     {FR: "Dernier jour de la période ; aujourd’hui par défaut.", EN: "Last day of the period; today by default."},
	"cli.hours":     {FR: "Heures par semaine dont vous disposez pour répondre.", EN: "Hours a week you have to answer."},
	"cli.admission": {FR: "Comment un lieu reçoit les marques : refused (il les refuse), admitted (il admet celles qui se nomment) ou welcome (il leur fait bon accueil). Répétable ; pas dit par défaut.", EN: "How a place receives brands: refused, admitted (those that name themselves) or welcome. May be given several times; not stated by default."},
	"cli.august":    {FR: "Les mêmes, en août ; par défaut comme le reste de l’année.", EN: "The same, in August; as in the rest of the year by default."},
	"cli.brand":     {FR: "Marque, par son nom ou son numéro ; la vôtre par défaut.", EN: "Brand, by name or number; yours by default."},

	"cli-audit":      {FR: "Le pré-audit : faut-il être là, et comment ?", EN: "The pre-audit: is it worth being there, and how?"},
	"cli-audit-more": {FR: "Huit pages : la réponse, ce qui a été écouté, où, qui, avec quels mots, les questions sans réponse, les concurrents, êtes-vous prêts. Chacune dit aussi ce qui ne peut pas être dit.", EN: "Eight pages: the answer, what was listened to, where, who, in which words, the questions without an answer, the rivals, are you ready. Each also says what cannot be said."},

	"cli-signature":      {FR: "Le nom et le logo en tête des rapports.", EN: "The name and the logo at the head of reports."},
	"cli-signature.name": {FR: "Nom ; vide, celui de l’organisation.", EN: "Name; empty, that of the organisation."},
	"cli-signature.logo": {FR: "Logo, PNG ou JPEG ; vide, aucun.", EN: "Logo, PNG or JPEG; empty, none."},
	"cli-signature-is":   {FR: "Nom : {0}. {1|0:Pas de logo.|Un logo.|Des logos.}", EN: "Name: {0}. {1|0:No logo.|One logo.|Logos.}"},
}

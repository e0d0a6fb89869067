package say

// catalogReportWeb holds the words of the pages that show reports.
var catalogReportWeb = Catalog{
	"sub-compare":                {FR: "Comparaison", EN: "Comparison"},
	"sub-barometer":              {FR: "Baromètre", EN: "Barometer"},
	"month-title":                {FR: "Rapport mensuel", EN: "Monthly report"},
	"report-take":                {FR: "Emporter :", EN: "Take away:"},
	"audit-form":                 {FR: "Refaire ce pré-audit autrement", EN: "Make this pre-audit another way"},
	"audit-form-brand":           {FR: "Marque", EN: "Brand"},
	"audit-form-rivals":          {FR: "Concurrents", EN: "Rivals"},
	"audit-form-themes":          {FR: "Thèmes", EN: "Themes"},
	"audit-form-since":           {FR: "Depuis le (douze mois par défaut)", EN: "Since (twelve months by default)"},
	"audit-form-hours":           {FR: "Heures par semaine pour répondre", EN: "Hours a week to answer"},
	"audit-form-august":          {FR: "Les mêmes, en août", EN: "The same, in August"},
	"audit-form-go":              {FR: "Voir", EN: "Show"},
	"public-feed":                {FR: "Flux des mois", EN: "Feed of the months"},
	"public-picture":             {FR: "Image à reprendre", EN: "Picture to embed"},
	"value-link":                 {FR: "Pourquoi pas d’équivalent publicitaire ?", EN: "Why no advertising-value equivalent?"},
	"value-title":                {FR: "Pas d’équivalent publicitaire", EN: "No advertising-value equivalent"},
	"value-answer":               {FR: "Aucune page de Vigie ne dit ce qu’une mention « vaut » en euros de publicité : ce chiffre ne mesure rien.", EN: "No page of Vigie says what a mention is “worth” in advertising money: that figure measures nothing."},
	"value-1":                    {FR: "Il confond un prix et un effet", EN: "It takes a price for an effect"},
	"value-1-is":                 {FR: "Le prix d’un encart dit ce que coûte la place, non ce que fait l’article. Un article critique y « vaut » autant qu’un éloge, et les multiplicateurs que l’on y ajoute ne reposent sur rien.", EN: "What an advertisement costs tells the price of the space, not what the article does. A critical article is “worth” as much as praise, and the multipliers added to it rest on nothing."},
	"value-2":                    {FR: "Le métier l’a rejeté", EN: "The trade has rejected it"},
	"value-2-is":                 {FR: "Les principes de Barcelone, adoptés en 2010 par l’AMEC et les associations professionnelles, l’écartent ; leur version de 2025 le répète. On le demande encore surtout parce que d’autres l’ont toujours donné.", EN: "The Barcelona Principles, adopted in 2010 by AMEC and the professional associations, set it aside; their 2025 version says so again. It is still asked for mostly because others have always given it."},
	"value-3":                    {FR: "Ce qu’on peut donner à la place", EN: "What can be given instead"},
	"value-3-is":                 {FR: "Combien de voix distinctes ont parlé, où, avec quelle incertitude ; votre rang parmi vos concurrents ; les questions laissées sans réponse ; ce qui a changé après une action, et ce qu’il en reste.", EN: "How many distinct voices spoke, where, with what uncertainty; your rank among your rivals; the questions left without an answer; what changed after an action, and what remains of it."},
	"cli-serve.public-barometer": {FR: "Secteur dont le baromètre est montré à tous, sous /public/barometer ; aucun par défaut.", EN: "Sector whose barometer is shown to everybody, under /public/barometer; none by default."},
}

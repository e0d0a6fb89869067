package say

// catalogShare holds what is said of links that open a page without signing in.
var catalogShare = Catalog{
	"share-page":      {FR: "Cette page ne peut pas être partagée par un lien : « {0} ».", EN: "This page cannot be shared by a link: “{0}”."},
	"share-days":      {FR: "Un lien dure de 1 à {0} jours.", EN: "A link lasts from 1 to {0} days."},
	"share-none":      {FR: "Ce lien n’ouvre rien, ou plus rien.", EN: "This link opens nothing, or nothing any more."},
	"share-over":      {FR: "Ce lien s’est éteint le {0} : demandez-en un autre à qui vous l’a donné.", EN: "This link ended on {0}: ask whoever gave it to you for another."},
	"share-guest":     {FR: "Page partagée, en lecture seule, jusqu’au {0}.", EN: "A shared page, for reading only, until {0}."},
	"share-this":      {FR: "Partager cette page par un lien", EN: "Share this page by a link"},
	"share-for":       {FR: "Pour", EN: "For"},
	"share-n-days":    {FR: "{0|# jour|# jours}", EN: "{0|# day|# days}"},
	"share-make":      {FR: "Faire le lien", EN: "Make the link"},
	"share-what":      {FR: "Qui a le lien lit cette page telle qu’elle est alors, citations comprises, sans ouvrir de session, et n’ouvre rien d’autre.", EN: "Whoever has the link reads this page as it is then, quotations included, without signing in, and opens nothing else."},
	"share-made":      {FR: "Le lien vers « {0} » ouvre la page jusqu’au {1}", EN: "The link to “{0}” opens the page until {1}"},
	"share-once":      {FR: "Copiez-le : il n’est montré qu’une fois, et Vigie n’en garde qu’une empreinte.", EN: "Copy it: it is shown once, and Vigie keeps but a fingerprint of it."},
	"shares-title":    {FR: "Liens donnés", EN: "Links given"},
	"shares-ask":      {FR: "Qui lit quoi sans ouvrir de session ?", EN: "Who reads what without signing in?"},
	"shares-answer":   {FR: "{0|# lien ouvre|# liens ouvrent} une page en ce moment.", EN: "{0|# link opens|# links open} a page at present."},
	"shares-answer-0": {FR: "Aucun lien n’ouvre de page en ce moment.", EN: "No link opens a page at present."},
	"shares-given":    {FR: "Les liens, du plus récent au plus ancien", EN: "The links, newest first"},
	"shares-none":     {FR: "Au bas d’Aujourd’hui, d’un sujet, du bilan et des rapports, « Partager cette page par un lien » en fait un.", EN: "At the foot of Today, of a topic, of the review and of the reports, “Share this page by a link” makes one."},
	"share-line":      {FR: "donné par {0} le {1}, jusqu’au {2}", EN: "given by {0} on {1}, until {2}"},
	"share-line-over": {FR: "donné par {0} le {1}, éteint le {2}", EN: "given by {0} on {1}, ended on {2}"},
	"share-end":       {FR: "Éteindre le lien", EN: "End the link"},
	"share-forget":    {FR: "Oublier", EN: "Forget"},
	"share-ended":     {FR: "Le lien est éteint.", EN: "The link is ended."},
}

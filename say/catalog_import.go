package say

// catalogImport is what bringing in a file says.
var catalogImport = Catalog{
	"file-empty":           {FR: "Le fichier {0} est vide.", EN: "The file {0} is empty."},
	"file-not-text":        {FR: "Le fichier {0} n’est ni un tableau (CSV, XLSX) ni des lignes JSON. D’un vieux tableur, enregistrez-le au format XLSX ou CSV ; d’une archive zip, sortez-en d’abord le fichier.", EN: "The file {0} is neither a table (CSV, XLSX) nor lines of JSON. From an old spreadsheet, save it as XLSX or CSV; from a zip archive, take the file out first."},
	"file-sheet-locked":    {FR: "Le classeur {0} est protégé par un mot de passe, ou d’un format ancien. Enregistrez-le en XLSX sans mot de passe.", EN: "The workbook {0} is locked by a password, or of an old format. Save it as XLSX without a password."},
	"file-sheet-too-large": {FR: "Le classeur {0} dépasse {1} Mo. Enregistrez-le au format CSV : il n’y a pas de limite.", EN: "The workbook {0} is over {1} MB. Save it as CSV: there is no limit."},
	"file-not-lines":       {FR: "Le fichier {0} est en JSON, mais pas un objet par ligne. Exportez-le au format JSONL (« lignes JSON »).", EN: "The file {0} is JSON, but not one object a line. Export it as JSONL (“JSON lines”)."},
	"file-broken-gzip":     {FR: "Le fichier compressé {0} est abîmé ou incomplet. Ce qui a pu être lu avant est gardé ; demandez une nouvelle copie du fichier.", EN: "The compressed file {0} is damaged or incomplete. What could be read before that is kept; ask for a new copy of the file."},
	"file-endless":         {FR: "Une ligne du fichier {0} n’a pas de fin : la lecture est arrêtée. Ce qui précède est gardé.", EN: "A line of the file {0} has no end: reading was stopped. What comes before it is kept."},
	"file-unreadable":      {FR: "La lecture du fichier {0} s’est interrompue. Importez-le de nouveau : ce qui est déjà gardé ne sera pas compté deux fois.", EN: "Reading the file {0} was cut off. Import it again: what is already kept will not be counted twice."},

	"file-no-text-column": {FR: "Dites quelle colonne contient le texte ou le titre. Colonnes du fichier : {0}.", EN: "Say which column holds the text or the title. Columns of the file: {0}."},
	"file-no-column":      {FR: "La colonne « {0} » n’est pas dans le fichier. Colonnes du fichier : {1}.", EN: "The column “{0}” is not in the file. Columns of the file: {1}."},
	"file-bad-zone":       {FR: "Le fuseau horaire « {0} » est inconnu. Exemple : Europe/Paris.", EN: "The time zone “{0}” is unknown. Example: Europe/Paris."},
	"file-bad-channel":    {FR: "Le canal « {0} » n’existe pas. Exemples : press, blog, forum, review, social.", EN: "There is no channel “{0}”. Examples: press, blog, forum, review, social."},
	"file-bad-best":       {FR: "La meilleure note doit être un nombre positif, pas {0}.", EN: "The best mark must be a positive number, not {0}."},

	"file-row-open-quote": {FR: "Ligne {0} : un guillemet est ouvert et jamais fermé ; la ligne est laissée de côté.", EN: "Line {0}: a quote is opened and never closed; the line is left out."},
	"file-row-too-long":   {FR: "Ligne {0} : plus d’un mégaoctet ; elle est laissée de côté.", EN: "Line {0}: more than a megabyte; it is left out."},
	"file-row-not-json":   {FR: "Ligne {0} : ce n’est pas un objet JSON ; elle est laissée de côté.", EN: "Line {0}: not a JSON object; it is left out."},
	"file-row-cells":      {FR: "Ligne {0} : {1|# cellule|# cellules} au lieu de {2} ; elle est laissée de côté.", EN: "Line {0}: {1|# cell|# cells} instead of {2}; it is left out."},
	"file-row-no-text":    {FR: "Ligne {0} : ni texte ni titre ; elle est laissée de côté.", EN: "Line {0}: neither text nor title; it is left out."},
	"file-row-undated":    {FR: "Ligne {0} : « {1} » ne se lit pas comme une date ; la mention est gardée sans date, et ne compte dans aucune semaine.", EN: "Line {0}: “{1}” does not read as a date; the mention is kept without one, and counts in no week."},
	"file-undated-more":   {FR: "Et {0|# autre ligne sans date lisible|# autres lignes sans date lisible}. Si c’est toute la colonne, choisissez-en une autre pour la date.", EN: "And {0|# more line|# more lines} without a date that can be read. If it is the whole column, choose another one for the date."},
	"file-rows-more":      {FR: "Et {0|# autre ligne laissée|# autres lignes laissées} de côté.", EN: "And {0|# more line|# more lines} left out."},
}

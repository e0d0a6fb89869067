package say

// catalogNoise holds what is said of the noise packs. "noise-NAME" names a
// pack within a sentence.
var catalogNoise = Catalog{
	"noise-title":  {FR: "Bruit écarté", EN: "Noise put aside"},
	"noise-link":   {FR: "Le bruit écarté", EN: "The noise put aside"},
	"noise-ask":    {FR: "que cachons-nous, et à raison ?", EN: "what do we hide, and rightly?"},
	"noise-answer": {FR: "{0|# filtre actif|# filtres actifs} sur {1} ; {2|# mention écartée|# mentions écartées}, {3}.", EN: "{0} of {1} filters are on; {2|# mention|# mentions} put aside, {3}."},
	"noise-days":   {FR: "sur {0} jours", EN: "over {0} days"},
	"noise-all":    {FR: "depuis le début", EN: "since the beginning"},
	"noise-packs":  {FR: "Filtres", EN: "Filters"},
	"noise-query":  {FR: "Ce qu’il cherche", EN: "What it looks for"},
	"noise-count":  {FR: "{0|# écartée|# écartées}", EN: "{0} put aside"},
	"noise-off":    {FR: "Arrêté", EN: "Off"},
	"noise-none":   {FR: "Rien n’a été écarté par ce filtre sur la période.", EN: "This filter put nothing aside in the period."},
	"noise-aside":  {FR: "Écarté par le filtre", EN: "Put aside by the filter"},
	"noise-back":   {FR: "Reprendre", EN: "Bring back"},
	"noise-job":    {FR: "Nous relisons ce que nous gardons avec ces filtres ; les chiffres suivent.", EN: "We are reading what we keep again with these filters; the figures follow."},

	"noise-switch-off":    {FR: "Arrêter et tout reprendre", EN: "Switch off and bring all back"},
	"noise-switch-on":     {FR: "Remettre", EN: "Switch on"},
	"noise-switch-off-of": {FR: "Arrêter et tout reprendre : {0}", EN: "Switch off and bring all back: {0}"},
	"noise-switch-on-of":  {FR: "Remettre : {0}", EN: "Switch on: {0}"},

	"noise-how":       {FR: "Comment", EN: "How"},
	"noise-how-kept":  {FR: "Une mention écartée est gardée, et n’est comptée nulle part. Arrêter un filtre relit tout : ce qu’il avait écarté revient, avec sa date.", EN: "A mention put aside is kept, and counted nowhere. Switching a filter off reads everything again: what it had put aside comes back, under its own date."},
	"noise-how-never": {FR: "Vos propres publications, les avis et ce qui vous est adressé en privé ne sont jamais écartés. Ce que vous reprenez ne le sera plus.", EN: "Your own posts, reviews and what reaches you in private are never put aside. What you bring back will not be again."},

	"noise-told-off":  {FR: "Filtre arrêté : {0}. Ce qu’il avait écarté revient.", EN: "Filter switched off: {0}. What it had put aside is coming back."},
	"noise-told-on":   {FR: "Filtre remis : {0}.", EN: "Filter switched on: {0}."},
	"noise-told-back": {FR: "La mention est reprise et comptée.", EN: "The mention is back, and counted."},
	"noise-unknown":   {FR: "Il n’y a pas de filtre de bruit « {0} ».", EN: "There is no noise filter “{0}”."},
	"noise-aside-by":  {FR: "Écarté par un filtre de bruit : {0}.", EN: "Put aside by a noise filter: {0}."},
	"noise-here":      {FR: "Un filtre de bruit l’a écartée ({0}) : elle est gardée, et comptée nulle part.", EN: "A noise filter put it aside ({0}): it is kept, and counted nowhere."},
	"noise-trial":     {FR: "{0|# autre est écartée|# autres sont écartées} par les filtres de bruit.", EN: "{0|# more is|# more are} put aside by the noise filters."},

	"api-trace-aside": {FR: "Le sujet {0} retiendrait ce texte, mais un filtre de bruit l’écarte.", EN: "The topic {0} would take this text, but a noise filter puts it aside."},

	"noise-jobs":            {FR: "offres d’emploi", EN: "job ads"},
	"noise-jobs-why":        {FR: "Les formules d’une annonce, deux au moins. Qu’une entreprise embauche est une nouvelle, et reste.", EN: "The formulas of an advertisement, at least two. That a firm hires is news, and stays."},
	"noise-classifieds":     {FR: "petites annonces", EN: "classified ads"},
	"noise-classifieds-why": {FR: "Des particuliers qui vendent ou cherchent une chose d’occasion.", EN: "Private people who sell or look for a thing second-hand."},
	"noise-legal":           {FR: "annonces légales", EN: "legal notices"},
	"noise-legal-why":       {FR: "Créations, capital, sièges : ce que la loi fait publier, à ses formules.", EN: "Creation, capital, seat: what the law has published, by its set phrases."},
	"noise-stock":           {FR: "cours de Bourse", EN: "stock exchange"},
	"noise-stock-why":       {FR: "Cotations et conseils de courtiers. Les résultats restent.", EN: "Quotes and the advice of brokers. Results stay."},
	"noise-releases":        {FR: "communiqués de presse", EN: "press releases"},
	"noise-releases-why":    {FR: "Repris tels quels par leurs diffuseurs. Un article écrit à partir d’un communiqué reste.", EN: "Passed on word for word by their distributors. An article written from one stays."},
	"noise-seo":             {FR: "pages pour moteurs de recherche", EN: "pages for search engines"},
	"noise-seo-why":         {FR: "Codes promo, liens affiliés, articles payés.", EN: "Coupons, affiliate links, paid articles."},
	"noise-sports":          {FR: "noms de stades et de compétitions", EN: "names of stadiums and leagues"},
	"noise-sports-why":      {FR: "Ceux qui portent le nom d’une marque, quand elle n’est nommée que là.", EN: "Those that bear a brand’s name, where it is named there alone."},
}

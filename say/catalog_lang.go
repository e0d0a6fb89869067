package say

// catalogLang holds what the later forms of the query language say: what is
// wrong with them, and why they hold of a post or not.
var catalogLang = Catalog{
	"query-comment-open": {FR: "Cette remarque /* n’est jamais fermée. Ajoutez */.", EN: "This remark /* is never closed. Add */."},
	"query-comma": {
		FR: "Cette virgule ne sépare rien ici. Elle sépare les parties de ANY/2(a, b, c) ; ailleurs, écrivez OR.",
		EN: "This comma parts nothing here. It parts what stands in ANY/2(a, b, c); elsewhere write OR.",
	},
	"query-too-costly": {
		FR: "La requête demande trop de travail (plus de {0} mots cherchés, listes comprises). Partagez-la en plusieurs thèmes.",
		EN: "The query asks for too much work (more than {0} words looked for, with its lists). Split it into several topics.",
	},
	"query-scope-field": {
		FR: "{0}: ne peut pas être ici : à l’intérieur, il n’y a que des mots, des expressions et leurs groupes. Écrivez-le à côté, avec AND.",
		EN: "{0}: cannot stand here: inside there are only words, phrases and groups of them. Write it beside, with AND.",
	},
	"query-scope-exclusions": {
		FR: "À l’intérieur, il n’y a que des exclusions. Pour exclure, mettez NOT devant : NOT title:promotion.",
		EN: "There are only exclusions inside. To exclude, put NOT in front: NOT title:promotion.",
	},
	"query-call-number": {FR: "Écrivez {0}/ suivi d’un nombre de 1 à {1}, par exemple {0}/2(…).", EN: "Write {0}/ and a number from 1 to {1}, for example {0}/2(…)."},
	"query-call-open":   {FR: "Après {0} il faut une parenthèse, sans espace : {0}(…).", EN: "{0} must be followed by a parenthesis, without a space: {0}(…)."},
	"query-any-most": {
		FR: "ANY/{0} demande {0|# partie|# parties}, mais il y en a {1} : rien ne pourrait convenir.",
		EN: "ANY/{0} asks for {0|# part|# parts}, but there {1|is #|are #}: nothing could match.",
	},
	"query-atleast-part": {
		FR: "Dans ATLEAST il faut un mot, une expression, ou un groupe de mots reliés par OR.",
		EN: "ATLEAST takes a word, a phrase, or a group of words tied by OR.",
	},
	"query-fuzzy-number": {FR: "Une seule lettre peut être fausse : écrivez {0}~1.", EN: "Only one letter may be wrong: write {0}~1."},
	"query-fuzzy-word": {
		FR: "~1 demande un seul mot d’au moins {1} lettres, sans joker, trait d’union ni apostrophe ; {0} n’en est pas un.",
		EN: "~1 takes one word of at least {1} letters, without wildcard, hyphen or apostrophe; {0} is none.",
	},
	"query-number": {
		FR: "« {1} » n’est pas un nombre. Écrivez par exemple {0}:<=2, {0}:>10k ou {0}:20..200.",
		EN: "“{1}” is no number. Write for example {0}:<=2, {0}:>10k or {0}:20..200.",
	},
	"query-day": {
		FR: "« {1} » n’est pas une date. Écrivez par exemple {0}:2026-01-31, {0}:2026-01..2026-03 ou {0}:>=2026.",
		EN: "“{1}” is no date. Write for example {0}:2026-01-31, {0}:2026-01..2026-03 or {0}:>=2026.",
	},
	"query-range-backwards": {FR: "« {0} » va du plus grand au plus petit. Échangez les deux bornes.", EN: "“{0}” goes from the greater to the smaller. Swap both ends."},
	"query-one-list":        {FR: "list: prend un seul nom. Pour plusieurs listes : list:a OR list:b.", EN: "list: takes one name. For several lists: list:a OR list:b."},
	"query-list-unknown":    {FR: "Il n’y a pas de liste « {0} ». Créez-la dans Listes, ou corrigez son nom.", EN: "There is no list “{0}”. Make it in Lists, or mend its name."},
	"query-list-empty":      {FR: "La liste « {0} » est vide.", EN: "The list “{0}” is empty."},
	"query-list-cycle":      {FR: "Ces listes tournent en rond : {0}. Retirez l’un des renvois.", EN: "These lists go round in a circle: {0}. Take one of the references out."},
	"query-lists-too-deep":  {FR: "Plus de {0} listes sont emboîtées.", EN: "More than {0} lists are nested."},
	"query-list-broken":     {FR: "Dans la liste « {0} », la ligne « {1} » ne va pas : {2}", EN: "In the list “{0}”, the line “{1}” is wrong: {2}"},
	"query-country-unknown": {FR: "« {0} » n’est pas un code de pays. Écrivez par exemple country:FR ou country:(FR,BE).", EN: "“{0}” is no country code. Write for example country:FR or country:(FR,BE)."},
	"query-is-unknown":      {FR: "« {0} » n’existe pas. is: connaît reply, repost et own.", EN: "There is no “{0}”. is: knows reply, repost and own."},
	"query-has-unknown":     {FR: "« {0} » n’existe pas. has: connaît link, image, video, sound, title, rating et date.", EN: "There is no “{0}”. has: knows link, image, video, sound, title, rating and date."},
	"query-opinion-unknown": {FR: "« {0} » n’est pas une opinion. Écrivez negative, neutral, positive, unsure ou unknown.", EN: "“{0}” is no opinion. Write negative, neutral, positive, unsure or unknown."},
	"query-intent-unknown":  {FR: "« {0} » n’est pas une intention. Écrivez question, complaint, request, recommendation, purchase, job, press ou promotion.", EN: "“{0}” is no intent. Write question, complaint, request, recommendation, purchase, job, press or promotion."},
	"query-url-unknown":     {FR: "« {0} » n’est pas un morceau d’adresse. Écrivez par exemple url:lemonde.fr/economie.", EN: "“{0}” is no part of an address. Write for example url:lemonde.fr/economie."},
	"query-links-unknown":   {FR: "« {0} » n’est pas un morceau d’adresse. Écrivez par exemple links:lemonde.fr.", EN: "“{0}” is no part of an address. Write for example links:lemonde.fr."},
	"query-thread-unknown":  {FR: "« {0} » ne désigne aucun fil.", EN: "“{0}” names no thread."},
	"query-theme-unknown":   {FR: "« {0} » ne désigne aucun thème.", EN: "“{0}” names no theme."},
	"query-entity-unknown":  {FR: "« {0} » ne désigne aucune marque.", EN: "“{0}” names no brand."},
	"query-topic-circular": {
		FR: "{0}: ne va pas dans un thème suivi : c’est ce que Vigie comprend une fois que le thème a reconnu le texte, et cela tournerait en rond. Utilisez-le dans la recherche et dans les règles.",
		EN: "{0}: cannot be in a topic: it is what Vigie understands once a topic has taken the text in, and it would go round in a circle. Use it in searches and rules.",
	},

	"list-without-name": {FR: "Donnez un nom à la liste.", EN: "Give the list a name."},
	"list-name-signs":   {FR: "Le nom d’une liste ne contient ni guillemet, ni parenthèse, ni virgule : {0}", EN: "The name of a list holds no quote, parenthesis or comma: {0}"},
	"list-used":         {FR: "La liste « {0} » sert encore à « {1} ». Retirez-la d’abord de là.", EN: "The list “{0}” is still used by “{1}”. Take it out there first."},
	"list-breaks":       {FR: "Avec cette liste, le thème « {0} » n’irait plus : {1}", EN: "With this list the topic “{0}” would no longer work: {1}"},
	"topic-examples-fail": {
		FR: "{0|# exemple ne va pas|# exemples ne vont pas} avec cette requête, sur {1}. Corrigez la requête ou l’exemple, ou enregistrez quand même.",
		EN: "{0|# example does|# examples do} not go with this query, of {1}. Mend the query or the example, or save it all the same.",
	},
	"topic-examples-many": {FR: "Un thème garde au plus {0} exemples.", EN: "A topic keeps at most {0} examples."},
	"topic-no-version":    {FR: "Ce thème n’a pas de version {0}.", EN: "This topic has no version {0}."},

	"store-no-list": {FR: "Il n’y a pas de liste « {0} ».", EN: "There is no list “{0}”."},

	"query-why-value":          {FR: "{0} ne convient pas : c’est {1}.", EN: "{0} does not fit: it is {1}."},
	"query-why-not-so":         {FR: "{0} ne convient pas, ou n’est pas connu.", EN: "{0} does not fit, or is not known."},
	"query-why-number-unknown": {FR: "{0} ne peut pas être dit : ce nombre n’est pas connu ici.", EN: "{0} cannot be told: this number is not known here."},
	"query-why-other-letters":  {FR: "{0} y est, mais écrit autrement.", EN: "{0} is there, but written otherwise."},
	"query-why-not-in-title":   {FR: "{0} y est, mais pas dans le titre.", EN: "{0} is there, but not in the title."},
	"query-why-not-in-lead":    {FR: "{0} y est, mais pas dans le premier paragraphe.", EN: "{0} is there, but not in the first paragraph."},
	"query-why-not-in-body":    {FR: "{0} y est, mais pas dans le texte.", EN: "{0} is there, but not in the text."},
	"query-why-not-one-sentence": {
		FR: "{0} y est, mais pas dans une même phrase.",
		EN: "{0} is there, but not in one sentence.",
	},
	"query-why-not-one-paragraph": {FR: "{0} y est, mais pas dans un même paragraphe.", EN: "{0} is there, but not in one paragraph."},
	"query-why-not-first": {
		FR: "{0} y est, mais pas dans {1|le premier mot|les # premiers mots}.",
		EN: "{0} is there, but not within the first {1|word|# words}.",
	},
	"query-why-too-few":   {FR: "{0} des parties y {0|est|sont} ; la requête en veut {1}.", EN: "{0} of the parts {0|is|are} there; the query wants {1}."},
	"query-why-not-often": {FR: "{0} n’y est que {1|# fois|# fois} ; la requête en veut {2}.", EN: "{0} is there only {1|once|# times}; the query wants {2}."},

	"lint-lower-case":     {FR: "« {0} » en minuscules est un mot comme un autre. Pour relier, écrivez {1}.", EN: "“{0}” in small letters is a word like any other. To tie two parts, write {1}."},
	"lint-short-wildcard": {FR: "{0} commence ou finit trop de mots : gardez au moins {1} lettres à côté du joker.", EN: "{0} begins or ends too many words: keep at least {1} letters beside the wildcard."},
	"lint-duplicate":      {FR: "{0} est écrit deux fois.", EN: "{0} is written twice."},
	"lint-covered":        {FR: "{0} ne sert à rien : {1} le trouve déjà.", EN: "{0} adds nothing: {1} finds it already."},
	"lint-removes-all":    {FR: "Exclure {0} retire tout ce que {1} trouve : rien ne pourra convenir.", EN: "Excluding {0} removes all that {1} finds: nothing can match."},
	"lint-exclusive":      {FR: "{0} et {1} ne peuvent pas être vrais ensemble : rien ne pourra convenir.", EN: "{0} and {1} cannot be true together: nothing can match."},
	"lint-rating-five":    {FR: "{0} ne peut rien trouver : les notes sont ramenées à 5.", EN: "{0} can find nothing: marks are brought to a scale of 5."},
	"lint-near-beyond":    {FR: "NEAR/{0} va plus loin que {1|le premier mot|les # premiers mots} : AND dirait la même chose.", EN: "NEAR/{0} reaches further than the first {1|word|# words}: AND would say the same."},
	"lint-first-short":    {FR: "{0} est plus long que {1|# mot|# mots} : rien ne pourra convenir.", EN: "{0} is longer than {1|# word|# words}: nothing can match."},
	"lint-near-itself":    {FR: "Des deux côtés de NEAR il y a {0} : seuls les textes où il est deux fois conviennent.", EN: "{0} stands on both sides of NEAR: only texts that have it twice match."},
	"lint-near-inside":    {FR: "{0} et {1} partagent un mot, et un mot n’est pas proche de lui-même : seuls les textes où il revient conviennent.", EN: "{0} and {1} share a word, and a word is not near itself: only texts where it comes again match."},
	"lint-far-near":       {FR: "{0} mots d’écart, ce n’est plus de la proximité. En dessous de {1}, ou PARA(…), dirait mieux ce que vous cherchez.", EN: "{0} words apart is no nearness any more. Less than {1}, or PARA(…), would say better what you look for."},
	"lint-mixed":          {FR: "AND passe avant OR : « {0} » forme un bloc. Mettez des parenthèses pour le montrer, ou pour en former un autre.", EN: "AND comes before OR: “{0}” is one block. Use parentheses to show it, or to make another."},
	"lint-juxtaposition":  {FR: "« {0} » cherche ces mots n’importe où, dans n’importe quel ordre. Pour l’expression exacte, mettez des guillemets.", EN: "“{0}” looks for these words anywhere, in any order. For the exact phrase, use quotes."},
	"lint-broad":          {FR: "{0} est à lui seul dans {1} de tout ce qui a été entendu. Ajoutez ce qui distingue votre sujet.", EN: "{0} alone stands in {1} of all that was heard. Add what tells your subject apart."},
	"lint-mend-write":     {FR: "Écrire {0}", EN: "Write {0}"},
	"lint-mend-quote":     {FR: "Mettre {0} entre guillemets", EN: "Put {0} in quotes"},
	"lint-mend-close":     {FR: "Ajouter {0}", EN: "Add {0}"},
	"lint-mend-remove":    {FR: "Retirer", EN: "Remove"},
}

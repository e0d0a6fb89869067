package say

// catalogQuery holds what package query says: what is wrong with a written
// query, and why a post matched or not.
var catalogQuery = Catalog{
	"query-at": {
		FR: "Ligne {0}, caractère {1} : {2}",
		EN: "Line {0}, character {1}: {2}",
	},
	"query-empty":    {FR: "La requête est vide : écrivez au moins un mot.", EN: "The query is empty: write at least one word."},
	"query-bad-text": {FR: "Ce texte contient des octets illisibles ; recopiez-le en UTF-8.", EN: "This text holds bytes that cannot be read; copy it again as UTF-8."},
	"query-too-long": {
		FR: "La requête compte {0} caractères ; le maximum est {1}. Partagez-la en plusieurs thèmes.",
		EN: "The query has {0} characters; the most is {1}. Split it into several topics.",
	},
	"query-too-many": {
		FR: "La requête compte plus de {0} mots et expressions. Partagez-la en plusieurs thèmes.",
		EN: "The query has more than {0} words and phrases. Split it into several topics.",
	},
	"query-too-deep": {
		FR: "Plus de {0} parenthèses, NOT ou NEAR sont emboîtés ici. Simplifiez cette partie.",
		EN: "More than {0} parentheses, NOT or NEAR are nested here. Simplify this part.",
	},
	"query-only-exclusions": {
		FR: "Cette requête ne fait qu’exclure. Ajoutez ce que vous cherchez : un mot ou une expression.",
		EN: "This query only excludes. Add what you are looking for: a word or a phrase.",
	},
	"query-quote-open": {
		FR: "Ce guillemet ouvre une expression que rien ne ferme. Ajoutez le guillemet de fin.",
		EN: "This quote opens a phrase that nothing closes. Add the closing quote.",
	},
	"query-quote-closes-nothing": {FR: "Ce guillemet ferme une expression que rien n’ouvre.", EN: "This quote closes a phrase that nothing opens."},
	"query-phrase-empty":         {FR: "Il n’y a rien entre ces guillemets. Écrivez-y des mots ou retirez-les.", EN: "There is nothing between these quotes. Put words there or remove them."},
	"query-no-word": {
		FR: "« {0} » ne contient ni lettre, ni chiffre, ni émoji : aucun texte ne pourrait le contenir. Retirez-le.",
		EN: "“{0}” has no letter, digit or emoji: no text could hold it. Remove it.",
	},
	"query-bare-wildcard": {
		FR: "« {0} » convient à tous les mots. Ajoutez-y des lettres, par exemple béton*.",
		EN: "“{0}” fits every word. Add some letters, for example concret*.",
	},
	"query-many-wildcards": {
		FR: "« {0} » contient plus de {1} astérisques. Gardez-en moins.",
		EN: "“{0}” has more than {1} asterisks. Keep fewer.",
	},
	"query-parenthesis-open":           {FR: "Cette parenthèse n’est jamais fermée.", EN: "This parenthesis is never closed."},
	"query-parenthesis-closes-nothing": {FR: "Cette parenthèse ferme un groupe que rien n’ouvre.", EN: "This parenthesis closes a group that nothing opens."},
	"query-parenthesis-empty":          {FR: "Il n’y a rien entre ces parenthèses.", EN: "There is nothing between these parentheses."},
	"query-operator-lacks-left": {
		FR: "Il manque un mot ou un groupe avant {0}. Pour chercher le mot lui-même, mettez-le entre guillemets.",
		EN: "A word or a group is missing before {0}. To look for the word itself, put it in quotes.",
	},
	"query-operator-lacks-right": {FR: "Il manque un mot ou un groupe ici.", EN: "A word or a group is missing here."},
	"query-near-number":          {FR: "Écrivez NEAR/ suivi d’un nombre, par exemple NEAR/5, et non {0}.", EN: "Write NEAR/ and a number, for example NEAR/5, and not {0}."},
	"query-near-too-far":         {FR: "La distance ne peut pas dépasser {0} mots.", EN: "The distance cannot be more than {0} words."},
	"query-near-not": {
		FR: "NEAR ne peut pas porter sur une exclusion. Écrivez l’exclusion à part, après un AND.",
		EN: "NEAR cannot take an exclusion. Write the exclusion apart, after an AND.",
	},
	"query-near-side": {
		FR: "De part et d’autre de NEAR il faut des mots, des expressions, ou un groupe de mots reliés par OR.",
		EN: "Both sides of NEAR must be words, phrases, or a group of words tied by OR.",
	},
	"query-field-unknown": {
		FR: "Le champ {0}: n’existe pas. Il y a par exemple title:, author:, site:, lang:, channel:, rating: ou published:. Pour chercher ce texte tel quel, mettez-le entre guillemets.",
		EN: "There is no field {0}:. There are title:, author:, site:, lang:, channel:, rating: or published:, among others. To look for this text as it is, put it in quotes.",
	},
	"query-field-empty":     {FR: "Il manque une valeur après {0}:.", EN: "A value is missing after {0}:."},
	"query-list-open":       {FR: "Cette liste de valeurs n’est jamais fermée. Ajoutez une parenthèse.", EN: "This list of values is never closed. Add a parenthesis."},
	"query-lang-unknown":    {FR: "« {0} » n’est pas un code de langue. Écrivez par exemple fr, en, de, ou und pour indéterminée.", EN: "“{0}” is no language code. Write for example fr, en, de, or und for undetermined."},
	"query-channel-unknown": {FR: "« {0} » n’est pas un canal. Écrivez press, blog, forum, comment, review, social, video, podcast, wiki, mail, private, assistant ou search.", EN: "“{0}” is no channel. Write press, blog, forum, comment, review, social, video, podcast, wiki, mail, private, assistant or search."},
	"query-site-unknown":    {FR: "« {0} » n’est pas un nom de site. Écrivez par exemple site:lemonde.fr.", EN: "“{0}” is no name of a site. Write for example site:lemonde.fr."},
	"query-topic-too-wide": {
		FR: "Un thème doit exiger au moins un mot ; {0} n’en exige aucun. Une exclusion, un champ, un nombre ou un début inconnu (*mot) ne suffisent pas.",
		EN: "A topic must require at least one word; {0} requires none. An exclusion, a field, a number or an unknown beginning (*word) is not enough.",
	},

	"query-why-found":        {FR: "{0} est là, {1|# fois|# fois}.", EN: "{0} is there, {1|once|# times}."},
	"query-why-field":        {FR: "{0} convient.", EN: "{0} fits."},
	"query-why-not-there":    {FR: "{0}, qui est exclu, n’y est pas.", EN: "{0}, which is excluded, is not there."},
	"query-why-no-word":      {FR: "Le mot {0} n’y est pas.", EN: "The word {0} is not there."},
	"query-why-phrase-lacks": {FR: "De {0}, il manque : {1}.", EN: "Of {0}, this is missing: {1}."},
	"query-why-not-in-a-row": {FR: "Les mots de {0} y sont, mais pas à la suite.", EN: "The words of {0} are there, but not in a row."},
	"query-why-spread": {
		FR: "Les mots de {0} y sont, mais avec plus {1|de # mot|de # mots} en trop entre eux.",
		EN: "The words of {0} are there, but with more than {1|# word|# words} in excess among them.",
	},
	"query-why-excluded": {FR: "Exclu, parce que {0} y est.", EN: "Excluded, because {0} is there."},
	"query-why-none":     {FR: "Aucune des {0} possibilités n’y est.", EN: "None of the {0} alternatives is there."},
	"query-why-too-far": {
		FR: "{0} et {1} sont séparés par {2|# mot|# mots} ; la requête en accepte {3}.",
		EN: "{0} and {1} are {2|# word|# words} apart; the query accepts {3}.",
	},
	"query-why-order":        {FR: "{0} et {1} sont proches, mais dans l’autre ordre.", EN: "{0} and {1} are close, but in the other order."},
	"query-why-apart":        {FR: "{0} et {1} ne sont pas dans le même champ, ou sont les mêmes mots.", EN: "{0} and {1} are not in the same field, or are the same words."},
	"query-why-lang":         {FR: "La langue est {0} ; la requête veut {1}.", EN: "The language is {0}; the query wants {1}."},
	"query-why-no-lang":      {FR: "La langue est indéterminée ; la requête veut {0}.", EN: "The language is undetermined; the query wants {0}."},
	"query-why-channel":      {FR: "Le canal est {0} ; la requête veut {1}.", EN: "The channel is {0}; the query wants {1}."},
	"query-why-no-channel":   {FR: "Le canal est inconnu ; la requête veut {0}.", EN: "The channel is unknown; the query wants {0}."},
	"query-why-site":         {FR: "Le site est {0} ; la requête veut {1}.", EN: "The site is {0}; the query wants {1}."},
	"query-why-no-site":      {FR: "Le site est inconnu ; la requête veut {0}.", EN: "The site is unknown; the query wants {0}."},
	"query-why-unknown-part": {FR: "Cette partie de la requête n’est pas comprise.", EN: "This part of the query is not understood."},
}

package say

// catalogQuality holds what pages say of reach and of the quality of the listening.
var catalogQuality = Catalog{
	"quality-ask":          {FR: "Ce que nous comptons est-il juste, et que manquons-nous ?", EN: "Is what we count right, and what do we miss?"},
	"quality-of":           {FR: "{0} de ce que nous comptons ici parle bien du sujet", EN: "{0} of what we count here is really about the topic"},
	"quality-before-query": {FR: "Elle a été mesurée avant le dernier changement de la requête", EN: "It was measured before the query last changed"},
	"quality-too-old":      {FR: "Elle a été mesurée à plus de six mois de ces jours", EN: "It was measured over six months away from these days"},
	"quality-ask-for":      {FR: "⟦Lire cent mentions tirées au sort⟧ la dirait. Une heure suffit.", EN: "⟦Reading a hundred mentions drawn at random⟧ would tell it. One hour is enough."},
	"quality-precision-of": {FR: "Mentions qui en parlent bien : {0}, d’après ⟦{1|une mention relue|# mentions relues}, tirage du {2}⟧.", EN: "Mentions really about it: {0}, from ⟦{1|one mention|# mentions} read again, drawn on {2}⟧."},
	"quality-right-of":     {FR: "Opinions lues comme vous les lisez, là où nos lecteurs se prononcent : {0}, sur {1|une mention|# mentions}.", EN: "Opinions read as you read them, where our readers commit themselves: {0}, of {1|one mention|# mentions}."},
	"quality-formula":      {FR: "Formule quality/{0} (⟦définition⟧).", EN: "Formula quality/{0} (⟦definition⟧)."},
	"quality-unknown-miss": {FR: "Ce que nous manquons n’est pas mesuré : il y faut une recherche à la main. Les groupes fermés sont hors d’atteinte.", EN: "What we miss is not measured: that takes a search by hand. Closed groups are out of reach."},

	"reach-question":  {FR: "Combien de fois ces mentions ont-elles pu être lues ?", EN: "How often may these mentions have been read?"},
	"reach-none-here": {FR: "Aucun des lieux où l’on en parle ne dit combien d’abonnés suivent ceux qui parlent. Une audience devinée ne vaudrait rien.", EN: "None of the places where it is spoken of tells how many follow those who speak. A guessed audience would be worth nothing."},
	"reach-later":     {FR: "À compter sur demande", EN: "To be counted when asked"},
	"reach-ask-for":   {FR: "Il faut parcourir {0|# mention|# mentions} : ⟦les compter maintenant⟧ prend quelques secondes.", EN: "It takes going through {0|# mention|# mentions}: ⟦counting them now⟧ is a matter of seconds."},
	"reach-formula":   {FR: "Vos publications n’y sont pas : ⟦les mentions des autres⟧. Formule reach/{0} (⟦définition⟧). ⟦Jamais convertie en argent⟧.", EN: "Without your publications: ⟦the mentions by others⟧. Formula reach/{0} (⟦definition⟧). ⟦Never turned into money⟧."},

	"word-reach":   {FR: "Lectures possibles", EN: "Possible readings"},
	"means-reach":  {FR: "De 6 à 15 % des abonnés de chaque auteur, compté une fois par jour : un éditeur d’outils publie ces parts, un autre trouve un dixième. C’est une fourchette, jamais un chiffre ; les vues que comptent les réseaux sont dites à part, jamais ajoutées.", EN: "From 6 to 15% of the followers of each author, counted once a day: one vendor of tools publishes these shares, another finds a tenth. It is a range, never a figure; views counted by the networks are told apart, never added."},
	"word-quality": {FR: "Qualité de l’écoute", EN: "Quality of the listening"},
	"means-quality": {
		FR: "La part de ce que nous comptons qui parle bien du sujet, d’après des mentions tirées au sort et relues par des personnes, avec son intervalle. Ce que nous manquons est une autre question ; les groupes fermés n’y sont jamais.",
		EN: "The share of what we count that is really about the topic, from mentions drawn at random and read by people, with its interval. What we miss is another question; closed groups are never in it.",
	},

	// Why there is no advertising-value equivalent.
	"word-ave":  {FR: "Équivalent publicitaire", EN: "Advertising value"},
	"means-ave": {FR: "Ce qu’auraient coûté en publicité les lignes que vous avez eues. Vigie ne le calcule pas.", EN: "What the lines you got would have cost as advertising. Vigie does not compute it."},
	"ave-more":  {FR: "Pourquoi", EN: "Why"},
}

package say

// catalogSenses holds what is said of the meanings of a topic's name.
var catalogSenses = Catalog{
	"senses-title-of": {FR: "Emplois de {0}", EN: "Uses of {0}"},
	"senses-link":     {FR: "Voir ce que ce nom désigne", EN: "See what this name means"},
	"senses-try":      {FR: "Voir ce que ces mots désignent", EN: "See what these words mean"},
	"senses-ask":      {FR: "que désigne ce nom, là où nous le trouvons ?", EN: "what does this name mean, where we find it?"},
	"senses-uses":     {FR: "Les emplois", EN: "The uses"},

	"senses-none": {FR: "Nous ne trouvons encore aucun texte pour « {0} » : ses emplois se verront avec les premiers.", EN: "We find no text for “{0}” yet: its uses will show with the first ones."},
	"senses-few":  {FR: "Nous trouvons {0|# texte|# textes} : trop peu pour distinguer des emplois, il en faut {1}.", EN: "We find {0|# text|# texts}: too few to tell uses apart, it takes {1}."},
	"senses-one":  {FR: "« {0} » s’emploie d’une seule façon dans les {1|# texte lu|# textes lus} : rien ne montre que ce nom désigne autre chose.", EN: "“{0}” is used in one way in the {1|# text|# texts} that we read: nothing shows that it means something else."},
	"senses-many": {FR: "« {0} » s’emploie de {1} façons. Dites lesquelles sont bien le sujet.", EN: "“{0}” is used in {1} ways. Say which are the topic."},

	"senses-caption":  {FR: "D’après les mots qui l’entourent, dans {0|# texte tiré|# textes tirés} au hasard, les reprises comptées une fois. Un même sujet a souvent plusieurs emplois.", EN: "By the words around it, in {0|# text|# texts} drawn at random, copies counted once. One topic often has several uses."},
	"senses-waiting":  {FR: "{0|# attend|# attendent} dans ce que nous avons entendu sans le garder.", EN: "{0|# waits|# wait} in what we heard and did not keep."},
	"senses-unplaced": {FR: "{0|# texte ne se range|# textes ne se rangent} dans aucun de ces emplois.", EN: "{0|# text fits|# texts fit} none of these uses."},
	"senses-share":    {FR: "{0|# texte|# textes}, {1} (entre {2} et {3} de ce que trouve la requête).", EN: "{0|# text|# texts}, {1} (between {2} and {3} of what the query finds)."},
	"senses-us":       {FR: "C’est bien le sujet", EN: "This is the topic"},
	"senses-not":      {FR: "Ce n’est pas le sujet", EN: "This is not the topic"},
	"senses-said-us":  {FR: "Vous avez dit : c’est bien le sujet.", EN: "You said: this is the topic."},
	"senses-said-not": {FR: "Vous avez dit : ce n’est pas le sujet.", EN: "You said: this is not the topic."},

	"senses-proposals": {FR: "Ce que vos réponses changeraient", EN: "What your answers would change"},
	"senses-say":       {FR: "Dites d’un emploi s’il est bien le sujet : nous proposerons quoi changer à la requête, avec ce qui serait retiré à tort. Rien ne change avant que vous l’enregistriez.", EN: "Say of a use whether it is the topic: we shall propose what to change in the query, with what would be taken away wrongly. Nothing changes before you save it."},
	"senses-measured":  {FR: "Les mots sont choisis sur une moitié des textes, et leur effet compté sur l’autre.", EN: "Words are chosen on one half of the texts, and what they do is counted on the other."},
	"senses-right":     {FR: "À raison : {0} des {1} textes qui ne sont pas le sujet.", EN: "Rightly: {0} of the {1} texts that are not the topic."},
	"senses-wrong":     {FR: "À tort : {0} des {1} autres (entre {2} et {3} d’entre eux).", EN: "Wrongly: {0} of the {1} others (between {2} and {3} of them)."},
	"senses-all-same":  {FR: "Vous avez répondu de même pour tous : rien à séparer.", EN: "You gave the same answer for all: there is nothing to part."},
	"senses-nothing":   {FR: "Nous ne trouvons pas de mots qui sépareraient ces emplois sans retirer trop de ce que vous cherchez. Les cartes aideront.", EN: "We find no words that would part these uses without taking away too much of what you mean. Cards will help."},
	"senses-again":     {FR: "Reprendre toutes les réponses", EN: "Take all answers back"},

	"senses-how":      {FR: "Les mots qui vont ensemble plus souvent que le hasard ne le permet forment des groupes ; chaque texte se range dans celui dont il a les mots, et le nombre des groupes est celui que les textes rendent le plus vraisemblable.", EN: "Words that stand together more often than chance allows make groups; each text goes to the one whose words it has, and there are as many groups as the texts make most likely."},
	"senses-how-sure": {FR: "C’est une supposition, faite sans lire le sens. Vingt cartes, elles, mesurent ce que la requête prend à raison.", EN: "It is a guess, made without understanding. Twenty cards do measure what the query takes rightly."},

	"setup-homonym": {FR: "Si ce nom désigne aussi autre chose (un fruit, une ville, un mot courant), la page Sujets le montrera dès les premiers textes, et vingt cartes régleront la recherche.", EN: "If this name means something else too (a fruit, a town, an ordinary word), the page Topics will show it with the first texts, and twenty cards will tune the search."},

	"cli-topic-senses":       {FR: "Montrer ce que les mots d’un sujet désignent, là où ils sont trouvés.", EN: "Show what the words of a topic mean where they are found."},
	"cli-topic-senses-more":  {FR: "Chaque emploi avec sa part, ses mots et trois exemples. --us et --not disent d’un emploi, par un de ses mots, s’il est bien le sujet : viennent alors des changements de la requête, avec ce qu’ils retireraient à tort.", EN: "Each use with its share, its words and three examples. --us and --not say of a use, by one of its words, whether it is the topic: changes of the query follow, with what they would wrongly take away."},
	"cli-topic-senses.topic": {FR: "Nom ou numéro du sujet.", EN: "Name or number of the topic."},
	"cli-topic-senses.query": {FR: "Regarder cette requête, qui n’est pas enregistrée.", EN: "Look at this query, which is not saved."},
	"cli-topic-senses.us":    {FR: "L’emploi qui a ce mot est bien le sujet. Répétable.", EN: "The use that has this word is the topic. Repeatable."},
	"cli-topic-senses.not":   {FR: "L’emploi qui a ce mot n’est pas le sujet. Répétable.", EN: "The use that has this word is not the topic. Repeatable."},
	"cli-topic-senses.use":   {FR: "Mettre la proposition de ce numéro dans la requête du sujet.", EN: "Put the proposal of this number into the topic’s query."},
	"cli-sense":              {FR: "{0} : {1}", EN: "{0}: {1}"},
	"cli-sense-example":      {FR: "   {0}", EN: "   {0}"},
	"cli-senses-which":       {FR: "Donnez un sujet ou une requête.", EN: "Give a topic or a query."},
}

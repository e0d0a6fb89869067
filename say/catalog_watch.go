package say

var catalogWatch = Catalog{
	"topic-without-name": {
		FR: "Donnez un nom au sujet.",
		EN: "Give the topic a name.",
	},
	"topic-name-taken": {
		FR: "Un sujet s’appelle déjà {0} : donnez un autre nom, ou changez celui-là.",
		EN: "A topic is called {0} already: give another name, or change that one.",
	},
	"topic-kind-unknown": {
		FR: "« {0} » n’est pas une sorte de sujet : choisissez own, rival, theme ou campaign.",
		EN: "“{0}” is not a kind of topic: choose own, rival, theme or campaign.",
	},
	"trace-nothing": {
		FR: "Donnez une adresse ou un texte à retrouver.",
		EN: "Give an address or a text to look for.",
	},
}

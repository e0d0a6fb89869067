package say

// catalogOpinion is what judging, training and correcting opinions say.
var catalogOpinion = Catalog{
	"store-no-match": {
		FR: "Ce sujet n’a pas retenu cette mention : il n’y a pas d’opinion à corriger.",
		EN: "This topic has not taken this mention: there is no opinion to correct.",
	},
	"store-no-label": {
		FR: "Cette mention n’a pas été corrigée pour ce sujet : il n’y a rien à reprendre.",
		EN: "This mention was not corrected for this topic: there is nothing to take back.",
	},
	"correct-opinion-unknown": {
		FR: "Une correction dit négative, neutre ou positive ; « {0} » n’en est pas une.",
		EN: "A correction says negative, neutral or positive; “{0}” is none.",
	},
	"opinion-model-missing": {
		FR: "Le modèle d’opinion {0} n’a pas pu être lu. Vérifiez le nom du fichier.",
		EN: "The opinion model {0} could not be read. Check the name of the file.",
	},
	"opinion-model-none": {
		FR: "Le fichier {0} n’est pas un modèle d’opinion de Vigie.",
		EN: "The file {0} is not an opinion model of Vigie.",
	},
	"opinion-model-version": {
		FR: "Le modèle d’opinion {0} est de la version {1} ; cette Vigie lit la version {2}. Refaites-le avec vigie train opinion.",
		EN: "The opinion model {0} is of version {1}; this Vigie reads version {2}. Make it again with vigie train opinion.",
	},
	"opinion-model-damaged": {
		FR: "Le modèle d’opinion {0} est abîmé ou incomplet. Reprenez une copie intacte, ou refaites-le avec vigie train opinion.",
		EN: "The opinion model {0} is damaged or cut short. Take an intact copy, or make it again with vigie train opinion.",
	},
	"train-label-unknown": {
		FR: "Une étiquette ne se lit pas : {0}. Il faut négative, neutre ou positive.",
		EN: "A label cannot be read: {0}. It must be negative, neutral or positive.",
	},
	"train-too-few": {
		FR: "{0} textes étiquetés ne suffisent pas : il en faut au moins {1}, et mille pour un modèle utile.",
		EN: "{0} labelled texts are not enough: at least {1} are needed, and a thousand for a useful model.",
	},
	"train-one-label": {
		FR: "Tous les textes portent la même étiquette : il n’y a rien à apprendre. Vérifiez --labels et --label-column.",
		EN: "All texts carry the same label: there is nothing to learn. Check --labels and --label-column.",
	},
	"eval-no-file": {
		FR: "Le fichier de textes étiquetés {0} n’existe pas ou ne se lit pas.",
		EN: "The file of labelled texts {0} does not exist or cannot be read.",
	},
	"eval-no-labels": {
		FR: "{0} ne contient pas de textes étiquetés lisibles : un CSV ou un TSV avec une ligne de titres, un texte et une étiquette.",
		EN: "{0} holds no labelled texts that can be read: a CSV or TSV file with a header line, a text and a label.",
	},
	"eval-no-columns": {
		FR: "Dans {0}, ni le texte ni l’étiquette ne se devinent parmi les colonnes {1}. Nommez-les avec --text-column et --label-column.",
		EN: "In {0}, text and label cannot be guessed among the columns {1}. Name them with --text-column and --label-column.",
	},
	"cli-train":         {FR: "Entraîner un modèle sur vos textes étiquetés.", EN: "Train a model on your labelled texts."},
	"cli-train-more":    {FR: "--data nomme ici le fichier (ou le dossier) des textes étiquetés, --lang leur langue. Les mêmes textes et la même graine donnent le même modèle.", EN: "Here --data names the file (or the folder) of labelled texts, --lang their language. The same texts and the same seed give the same model."},
	"cli-train.name":    {FR: "Modèle : opinion.", EN: "Model: opinion."},
	"cli-train.out":     {FR: "Fichier du modèle.", EN: "File of the model."},
	"cli-train.seed":    {FR: "Graine du hasard.", EN: "Seed of chance."},
	"cli-train.penalty": {FR: "Force de la régularisation L2.", EN: "Strength of the L2 regularisation."},
	"cli-train-data":    {FR: "Donnez les textes étiquetés avec --data.", EN: "Give the labelled texts with --data."},
	"cli-trained": {
		FR: "{0} : {1} textes, {2} octets, SHA-256 {3}",
		EN: "{0}: {1} texts, {2} bytes, SHA-256 {3}",
	},
	"cli.labels":           {FR: "Étiquettes : 3 (0 négative, 1 neutre, 2 positive), 2 (0 négative, 1 positive) ou stars (1–2 négative, 4–5 positive).", EN: "Labels: 3 (0 negative, 1 neutral, 2 positive), 2 (0 negative, 1 positive) or stars (1–2 negative, 4–5 positive)."},
	"cli.text-column":      {FR: "Colonne du texte ; sinon devinée.", EN: "Column of the text; else guessed."},
	"cli.label-column":     {FR: "Colonne de l’étiquette ; sinon devinée.", EN: "Column of the label; else guessed."},
	"cli-eval.folds":       {FR: "Opinion : réentraîner en N parts et juger chacune par les autres.", EN: "Opinion: retrain in N parts and judge each by the others."},
	"cli-eval.corrections": {FR: "Opinion : apprendre d’abord N corrections, comme le ferait une personne.", EN: "Opinion: first learn N corrections, as from a person."},
	"cli-eval.lists":       {FR: "Opinion : par les listes de mots seules.", EN: "Opinion: by word lists alone."},
	"cli-eval.model":       {FR: "Opinion : un modèle fait par vigie train, au lieu de celui fourni.", EN: "Opinion: a model made by vigie train, in place of the shipped one."},
	"cli-eval.seed":        {FR: "Opinion : graine du hasard.", EN: "Opinion: seed of chance."},
}

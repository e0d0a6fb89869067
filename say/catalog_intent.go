package say

// catalogIntent is what correcting intents says.
var catalogIntent = Catalog{
	"cli-correct.intents":      {FR: "À quoi elle sert, tout compris : question, complaint, request, recommendation, purchase, job, press, promotion, séparés par des virgules ; none ; ou undo.", EN: "What it is for, all of it: question, complaint, request, recommendation, purchase, job, press, promotion, with commas; none; or undo."},
	"cli-correct-what":         {FR: "Donnez --opinion avec --topic, ou --intents.", EN: "Give --opinion with --topic, or --intents."},
	"cli-corrected-intents":    {FR: "C’est noté. Les mentions semblables sont relues.", EN: "Noted. Mentions alike are read again."},
	"correct-intent-done":      {FR: "C’est noté. À partir de cent mentions corrigées dans une langue, Vigie en apprend.", EN: "Noted. From a hundred corrected mentions in a language on, Vigie learns from them."},
	"corrections-intents":      {FR: "{0|Une correction|# corrections} de ce à quoi servent les mentions ; aucune d’opinion.", EN: "{0|One correction|# corrections} of what mentions are for; none of opinion."},
	"corrections-list-intents": {FR: "Les dernières corrections d’intentions", EN: "The latest corrections of intents"},
	"effect-intents":           {FR: "Intentions, avant et après", EN: "Intents, before and after"},
	"effect-intents-caption":   {FR: "F1 sur vos corrections (précision et rappel ensemble), chaque cinquième étant lu par ce qu’apprennent les quatre autres. Il en faut cent dans une langue.", EN: "F1 on your corrections (precision and recall together), each fifth read by what the other four teach. It takes a hundred in a language."},
	"effect-speaks":            {FR: "Qui décide", EN: "Who decides"},
	"effect-learnt":            {FR: "ce qui est appris", EN: "what was learnt"},
	"effect-rules":             {FR: "les règles", EN: "the rules"},
	"correct-intents-is":       {FR: "Un clic ajoute ou retire :", EN: "A click adds or removes:"},
	"correct-intent-unknown":   {FR: "« {0} » n’est pas une intention : question, complaint, request, recommendation, purchase, job, press ou promotion.", EN: "“{0}” is no intent: question, complaint, request, recommendation, purchase, job, press or promotion."},
}

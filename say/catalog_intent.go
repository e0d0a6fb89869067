package say

// catalogIntent is what correcting intents says.
var catalogIntent = Catalog{
	"cli-correct.intents":    {FR: "À quoi elle sert, tout compris : question, complaint, request, recommendation, purchase, job, press, promotion, séparés par des virgules ; none ; ou undo.", EN: "What it is for, all of it: question, complaint, request, recommendation, purchase, job, press, promotion, with commas; none; or undo."},
	"cli-correct-what":       {FR: "Donnez --opinion avec --topic, ou --intents.", EN: "Give --opinion with --topic, or --intents."},
	"cli-corrected-intents":  {FR: "C’est noté. Les mentions semblables sont relues.", EN: "Noted. Mentions alike are read again."},
	"correct-intent-done":    {FR: "C’est noté. À partir de cent mentions corrigées dans une langue, Vigie en apprend.", EN: "Noted. From a hundred corrected mentions in a language on, Vigie learns from them."},
	"correct-intents-is":     {FR: "Un clic ajoute ou retire :", EN: "A click adds or removes:"},
	"correct-intent-unknown": {FR: "« {0} » n’est pas une intention : question, complaint, request, recommendation, purchase, job, press ou promotion.", EN: "“{0}” is no intent: question, complaint, request, recommendation, purchase, job, press or promotion."},
}

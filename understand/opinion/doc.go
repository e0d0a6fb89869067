// Package opinion judges what a piece of text thinks of somebody: negative,
// neutral or positive, how sure that is, and which words decided. It takes the
// sentences that speak of a topic (Around) and gives a Verdict; it knows no
// mention, keeps nothing and reaches no network.
//
// Two judges work together. A model (multinomial logistic regression on hashed
// words, letters and signs, one compact file a language, see model.go) answers
// where there is one; word lists that people rated by hand (lexicon/) answer
// where there is none, and temper the model where both speak. Where they part,
// or where the answer would be right too seldom, the verdict is Unsure.
//
// It does not understand: most irony, "merci SNCF" for an hour of delay, and
// praise of one brand by running down another are read wrong more often than
// not. docs/models/opinion.md says how often.
package opinion

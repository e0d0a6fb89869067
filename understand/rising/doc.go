// Package rising counts the words and phrases that people use, and finds those
// whose use grows beyond chance.
//
// It takes texts cut into words and gives expressions of one to three words
// with how many texts have each; a text counts once, whatever it repeats, and a
// voice once where it is named. What two ways of speaking differ in is
// measure.Contrast's, from these counts. It knows no grammar: a phrase is words
// in a row that begin and end with one that says something. It keeps nothing.
package rising

// Maker names what made the counts: it changes when they may.
const Maker = "rising/1"

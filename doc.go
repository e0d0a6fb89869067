// Package vigie holds the nouns of an e-reputation desk: the mention, what was
// read in it, the source that carried it, the topic it belongs to, the errors
// and sentences people are shown.
//
// The nouns are plain values with their own rules. Nothing here waits, opens a
// file or reaches a network, and only the standard library is imported. The
// verbs (listen, understand, watch, measure, ...) are folders that import this
// one; docs/house.md draws the floors.
//
// Instants are in UTC unless a name says otherwise. The zero time means
// "unknown", never "now" and never 1970.
package vigie

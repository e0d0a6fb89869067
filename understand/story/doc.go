// Package story tells which mentions are copies of one another: reposts,
// syndicated articles, the same text cut short, signed, under another headline
// or among another site's furniture.
//
// It takes the words of a text (Of) and makes a Sketch of them, the sixteen
// smallest hashes of its runs of three words; two sketches tell how much two
// texts share without the texts. A Grouper remembers the sketches of thirty
// days and finds what a new one is a copy of. It keeps nothing on disk, gives
// no numbers to stories (the archive does) and does not find rewordings: two
// journalists on one event are two stories.
package story

import "time"

// Maker names what made a grouping: it changes when the answers may.
const Maker = "story/1"

// Window is how far apart in time two copies may be published.
const Window = 30 * 24 * time.Hour

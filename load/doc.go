// Package load is what `vigie bench` runs: endless posts as brands get them,
// and the measurements of import, search, pages and start over them. Each
// measurement takes what it measures as a function, so that the package knows
// no store and no page, and gives Results, one JSON object a line.
//
// Nothing is random but by the seed, so that two runs differ by the machine
// and the program alone.
package load

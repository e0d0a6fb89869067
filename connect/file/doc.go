// Package file reads files brought in by people: tables (CSV with whatever
// delimiter) and lines of JSON, from exports of other tools, spreadsheets and
// archives. Sniff looks at the beginning of a file and proposes which column is
// what; Read turns the rows into batches of mentions, a few at a time, so that
// the size of a file does not matter.
//
// Files are what strangers send: a broken row is left out and told, by its
// number, and never takes others with it. Nothing is fetched and nothing is
// saved here.
package file

// Package say turns message ids and arguments into sentences for people, in
// French and English: plurals, figures, dates and the fine spaces of French
// typography. Pages, reports, mails, alerts and errors all speak through it,
// so that one thing is said one way.
//
// A sentence lives in a catalogue file (catalog_listen.go, ...) with both its
// languages side by side; a test refuses one without the other. Placeholders:
//
//	{0}                 the argument, printed by its type
//	{0:day}             a time as "lundi 23 novembre 2026"; also date, clock,
//	                    moment, ago; a duration as "2 j 4 h"
//	{0|# voix a parlé|# voix ont parlé}
//	                    by number, # being the figure; French takes the first
//	                    form below two, English for one alone
//	{0|0:personne n’a parlé|# voix a parlé|# voix ont parlé}
//	                    with a form of its own for zero
//
// French is written with ordinary spaces before ; : ! ? % and inside « »: they
// become narrow or plain no-break spaces here. Arguments are never touched.
package say

// Package querytest holds every engine that answers queries to one meaning:
// scripts of posts, queries and the posts they find (testdata/*.txt, written
// to be read), generators of random posts and queries for property tests, and
// a plain evaluator of query.Need. Package query and every store run it; it is
// imported by tests alone.
//
// A script is made of groups:
//
//	## name of the group
//	# a remark
//	a L'Oréal recrute                    a post: its name and its body
//	b [lang=fr] Le titre // Le corps     with conditions, and with a title
//	? "l'oréal"                          a query
//	= a                                  the posts it finds, by name
//	? NOT oréal
//	! query-only-exclusions              or why it is refused
//
// Conditions are those of facts.go; in their values _ is a space and a comma
// parts several. In posts \n is a line feed. Each query is asked of the posts of its group.
package querytest

package page

import "vigie.example/vigie/text"

// clean and oneLine make texts fit to be kept, as text.Clean and text.OneLine
// do for every connector.
func clean(s string) string   { return text.Clean(s) }
func oneLine(s string) string { return text.OneLine(s) }

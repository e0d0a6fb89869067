package chart

import (
	"fmt"
	"strings"
)

// aloneWide is the width of a picture that stands by itself, in pixels.
const aloneWide = 560

// aloneStyle colours a picture without a style sheet around it, on white.
const aloneStyle = `text{font:14px system-ui,sans-serif;fill:#575c60}.k{fill:#1b1d1f}.b-ours{fill:#0a5a5c}.b-rival{fill:#84888c}.pale{opacity:.35}.whisk{stroke:#1b1d1f;stroke-width:1.5}.grid{stroke:#dad6ce}.base{stroke:#1b1d1f}`

// Alone writes a drawing as an SVG file of its own, with its colours, to be
// embedded elsewhere as an image. Patterns (holes) are not in it.
func Alone(d Drawing) string {
	inner := string(SVG(d))
	open := strings.IndexByte(inner, '>')
	if open < 0 {
		return ""
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%s" role="img" aria-label="%s"><style>%s</style><rect width="100%%" height="100%%" fill="#fff"/><svg x="12" y="8" width="%d" height="%s" overflow="visible">%s</svg>`,
		aloneWide, px(d.Height+20), esc(d.Label), aloneStyle, aloneWide-24, px(d.Height), strings.TrimSuffix(inner[open+1:], "</svg>")) + "</svg>"
}

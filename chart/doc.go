// Package chart turns figures into pictures, in two steps: a picture (Line,
// Bar, Strip, Small) is laid out as a Drawing of plain shapes, and SVG writes a
// Drawing for the web; another drawer can write the same shapes on paper.
//
// A drawing is as wide as its place: horizontal positions are shares of the
// width, vertical ones are pixels, and text keeps its size, so that one drawing
// serves from a phone to a wide screen. Labels that would meet at the narrowest
// width are left out; the table beside every picture holds them all.
//
// Everything begins at zero. Nothing here speaks: every word on a picture is
// given by the caller, in the reader's language. Colours are classes of the
// page's style sheet, which knows light, dark and paper.
package chart

// Package report turns measures into what a director reads: the pre-audit (eight
// pages), the monthly report (four), the barometer of a sector; and writes any
// table or search as XLSX, CSV or lines of JSON.
//
// A report is made in three steps. Facts are gathered from an archive by the
// measures (Audit, Monthly, SectorBarometer); a Document is composed of them in
// the reader's language, page by page, each beginning with its answer; and the
// document is drawn: PDF, HTML, XLSX. Facts know no language, documents no
// figure that is not in the facts, drawers no rule.
//
// It does not decide what a figure means (package measure), and reads no store
// but through the interfaces declared here. PDF and XLSX libraries are known to
// this folder alone.
package report

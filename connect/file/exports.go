package file

import (
	"slices"

	"vigie.example/vigie"
)

// export is what another tool's export looks like: columns that together only
// it has, and which of its columns is what. Only sets that are documented in
// public are here; others are guessed column by column.
type export struct {
	tool    string
	marks   []string // squeezed names, all of them there
	columns map[role]string
	channel vigie.Channel // of rows that name none
}

// exports are the tools whose columns are known:
//   - Meltwater's mention export, as published research data and its readers
//     show it (with "Hit Sentence" and "Opening Text");
//   - Talkwalker's, whose columns are those of its documented result fields
//     ("extra_author_attributes.name").
var exports = []export{
	{
		tool:  "Meltwater",
		marks: []string{"headline", "openingtext", "hitsentence"},
		columns: map[role]string{
			roleTitle: "headline", roleText: "hitsentence", roleURL: "url", roleDate: "date", roleClock: "time", roleAuthorName: "influencer",
			roleLang: "language", roleID: "tweetid", roleAuthor: "twitterscreenname", roleAuthorURL: "userprofileurl", roleFollowers: "twitterfollowers", roleViews: "views",
		},
		channel: vigie.Press,
	},
	{
		tool:  "Talkwalker",
		marks: []string{"published", "content", "extraauthorattributesname"},
		columns: map[role]string{
			roleTitle: "title", roleText: "content", roleURL: "url", roleDate: "published", roleAuthorName: "extraauthorattributesname",
			roleAuthorURL: "extraauthorattributesurl", roleLang: "lang", roleChannel: "sourcetype", roleSite: "domainurl",
		},
		channel: vigie.Social,
	},
}

// exportOf finds the tool that a table comes from.
func exportOf(squeezed []string) (export, bool) {
	for _, e := range exports {
		all := true
		for _, m := range e.marks {
			all = all && slices.Contains(squeezed, m)
		}
		if all {
			return e, true
		}
	}
	return export{}, false
}

// mapped gives the columns of a known export their roles.
func (e export) mapped(columns, squeezed []string, m *Mapping) {
	fields := m.fields()
	for r := range roles {
		*fields[r] = ""
	}
	for r, name := range e.columns {
		if i := slices.Index(squeezed, name); i >= 0 {
			*fields[r] = columns[i]
		}
	}
}

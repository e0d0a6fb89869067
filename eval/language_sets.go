package eval

import "path/filepath"

// LanguageText is a text and its language (ISO 639-1).
type LanguageText struct{ Lang, Text string }

// LanguageSet is the texts of one file, or the posts of one split.
type LanguageSet struct {
	Name  string
	Texts []LanguageText
}

// LanguageSets returns what Language and LanguagePosts (of the val split, which
// chose nothing) measure by, for those who measure others by it.
func LanguageSets(langid, umsab string) (sets []LanguageSet, err error) {
	for _, name := range languageFiles {
		texts, err := readLabelled(filepath.Join(langid, name+".tsv.gz"))
		if err != nil {
			return nil, err
		}
		sets = append(sets, LanguageSet{name, texts})
	}
	posts := LanguageSet{Name: "posts"}
	for _, l := range postLanguages {
		if l.apart {
			continue
		}
		texts, err := readPosts(filepath.Join(umsab, l.folder, "val.tsv"))
		if err != nil {
			return nil, err
		}
		for _, t := range texts {
			posts.Texts = append(posts.Texts, LanguageText{l.lang, t})
		}
	}
	return append(sets, posts), nil
}

package sqlite

import (
	"hash/maphash"

	"vigie.example/vigie"
)

// names remembers the numbers of sites and authors and which words are in the
// vocabulary, so that most mentions ask the tables nothing. Each part is
// bounded and starts anew when full: what is in use comes back soon.
type names struct {
	seed    maphash.Seed
	sites   map[string]int64
	authors map[hash16]knownAuthor
	words   map[uint64]struct{}
}

type knownAuthor struct {
	id   int64
	face uint64 // hash of how the author is shown
}

// About 3, 6 and 6 MB at most.
const (
	mostSites   = 1 << 15
	mostAuthors = 1 << 16
	mostWords   = 1 << 18
)

func newNames() *names {
	return &names{
		seed: maphash.MakeSeed(), sites: map[string]int64{},
		authors: map[hash16]knownAuthor{}, words: map[uint64]struct{}{},
	}
}

// rest lets go of everything.
func (n *names) rest() {
	n.sites, n.authors, n.words = map[string]int64{}, map[hash16]knownAuthor{}, map[uint64]struct{}{}
}

// site returns the number of a site, giving it one if need be; 0 is no site.
func (w *writer) site(name string) (int64, error) {
	if name == "" {
		return 0, nil
	}
	if id, ok := w.names.sites[name]; ok {
		return id, nil
	}
	id, err := w.number("SELECT id FROM site WHERE name = ?", name)
	if err != nil {
		return 0, err
	}
	if id == 0 {
		if id, err = w.insert("INSERT INTO site (name) VALUES (?)", name); err != nil {
			return 0, err
		}
	}
	if len(w.names.sites) >= mostSites {
		clear(w.names.sites)
	}
	w.names.sites[name] = id
	return id, nil
}

// author returns the number of an author, giving one if need be, and keeps the
// name and address they were last seen under.
func (w *writer) author(key string, hash hash16, a *vigie.Author) (int64, error) {
	var mh maphash.Hash
	mh.SetSeed(w.names.seed)
	mh.WriteString(a.Name)
	mh.WriteByte(0)
	mh.WriteString(a.URL)
	face := mh.Sum64()
	known, ok := w.names.authors[hash]
	if ok && known.face == face {
		return known.id, nil
	}
	// Not "insert or replace": the number must stay.
	n, err := w.exec("INSERT INTO author (key, account, name, url) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		key, null(a.Account), null(a.Name), null(a.URL))
	if err != nil {
		return 0, err
	}
	if n == 0 && (a.Name != "" || a.URL != "") {
		if _, err := w.exec(`UPDATE author SET name = coalesce(?2, name), url = coalesce(?3, url)
			WHERE key = ?1 AND (name IS NOT coalesce(?2, name) OR url IS NOT coalesce(?3, url))`,
			key, null(a.Name), null(a.URL)); err != nil {
			return 0, err
		}
	}
	id, err := w.number("SELECT id FROM author WHERE key = ?", key)
	if err != nil {
		return 0, err
	}
	if len(w.names.authors) >= mostAuthors {
		clear(w.names.authors)
	}
	w.names.authors[hash] = knownAuthor{id: id, face: face}
	return id, nil
}

// learn adds the words of e to the vocabulary.
func (w *writer) learn(b *batch, e *entry) error {
	for _, h := range e.terms {
		if _, ok := w.names.words[h]; ok {
			continue
		}
		if _, err := w.exec("INSERT INTO word (rev) VALUES (?) ON CONFLICT DO NOTHING", reversed(b.terms[h])); err != nil {
			return err
		}
		if len(w.names.words) >= mostWords {
			clear(w.names.words)
		}
		w.names.words[h] = struct{}{}
	}
	return nil
}

// reversed spells a word backwards, by characters.
func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

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

// About 3, 10 and 10 MB at most, given back by rest.
const (
	mostSites   = 1 << 15
	mostAuthors = 1 << 17
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
	if !ok {
		// Trying to insert is cheaper than asking first: who is not among the
		// latest authors is most often new.
		r, err := w.do("INSERT INTO author (key, account, name, url) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			key, null(a.Account), null(a.Name), null(a.URL))
		if err != nil {
			return 0, err
		}
		if n, err := r.RowsAffected(); err != nil {
			return 0, err
		} else if n == 1 {
			if known.id, err = r.LastInsertId(); err != nil {
				return 0, err
			}
		} else if known, err = w.authorBefore(key, a); err != nil {
			return 0, err
		}
	} else if err := w.showAuthor(known.id, a); err != nil {
		return 0, err
	}
	if len(w.names.authors) >= mostAuthors {
		clear(w.names.authors)
	}
	known.face = face
	w.names.authors[hash] = known
	return known.id, nil
}

// authorBefore returns an author already in the table, shown as a says.
func (w *writer) authorBefore(key string, a *vigie.Author) (known knownAuthor, err error) {
	v, err := w.one("SELECT id, name, url FROM author WHERE key = ?", key)
	if err != nil || v == nil {
		return known, err
	}
	known.id = num(v[0])
	if a.Name != "" && a.Name != str(v[1]) || a.URL != "" && a.URL != str(v[2]) {
		err = w.showAuthor(known.id, a)
	}
	return known, err
}

// showAuthor keeps the name and address an author is shown under now.
func (w *writer) showAuthor(id int64, a *vigie.Author) error {
	_, err := w.exec("UPDATE author SET name = coalesce(?2, name), url = coalesce(?3, url) WHERE id = ?1", id, null(a.Name), null(a.URL))
	return err
}

// learn adds the words of e to the vocabulary.
func (w *writer) learn(b *batch, e *entry) error {
	for _, s := range e.spots {
		if err := w.learnTerm(&b.terms[s.term]); err != nil {
			return err
		}
	}
	for _, t := range e.also {
		if err := w.learnTerm(&b.terms[t]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) learnTerm(t *term) error {
	if t.learnt || t.name {
		return nil
	}
	t.learnt = true
	if _, ok := w.names.words[t.hash]; ok {
		return nil
	}
	if err := w.words.add(w.hand, reversed(t.text)); err != nil {
		return err
	}
	if len(w.names.words) >= mostWords {
		clear(w.names.words)
	}
	w.names.words[t.hash] = struct{}{}
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

package query

// Need is a necessary condition of a query in terms that any full-text index
// knows: whatever the query matches meets its Need. Where Exact is true the
// reverse holds too, and a store may count without deciding each candidate.
type Need struct {
	Root  NeedNode // nil means that nothing can be required
	Exact bool
}

// NeedNode is one of NeedAll, NeedAny, NeedWord, NeedPhrase, NeedField.
type NeedNode interface{ need() }

// NeedAll requires every part.
type NeedAll []NeedNode

// NeedAny requires at least one part.
type NeedAny []NeedNode

// NeedWord requires a word, as text printed it, among the plain words or the
// Also words of title or body. Pattern words hold * (any run) and ? (one
// character) and stand for every word of the vocabulary that fits.
type NeedWord struct {
	Norm    string
	Pattern bool
}

// NeedPhrase requires plain words in a row within one field.
type NeedPhrase []string

// NeedField requires lang, channel or site to be one of Values; a site stands
// for its subdomains too.
type NeedField struct {
	Name   string
	Values []string
}

func (NeedAll) need()    {}
func (NeedAny) need()    {}
func (NeedWord) need()   {}
func (NeedPhrase) need() {}
func (NeedField) need()  {}

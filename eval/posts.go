package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/language"
)

// postLanguages are the folders of UMSAB (cardiffnlp/xlm-t), whose posts are in
// the language of their folder, but for what people mix in.
// Its Hindi is in Latin letters and half English, which no model here knows: it
// is told and left out of the sums.
var postLanguages = []struct {
	folder, lang string
	apart        bool
}{
	{"french", "fr", false},
	{"english", "en", false},
	{"spanish", "es", false},
	{"german", "de", false},
	{"italian", "it", false},
	{"portuguese", "pt", false},
	{"arabic", "ar", false},
	{"hindi", "hi", true},
}

// LanguagePosts measures the naming of languages on posts with their hashtags,
// links, accounts and emoji: UMSAB, a folder a language in dir with train.tsv
// and val.tsv (label, tab, text). Settings that posts helped to choose were
// compared on train; val is what counts. accuracy/LL is how often the likeliest
// language is right, answered and precision are of the answers over Threshold,
// as in Language. It fails with kind NotFound where dir has no such folder.
func LanguagePosts(dir string, out func(Result)) error {
	d, err := language.Load()
	if err != nil {
		return err
	}
	found := false
	for _, split := range []string{"train", "val"} {
		var right, texts, answers, answersRight int
		var took time.Duration
		for _, l := range postLanguages {
			posts, err := readPosts(filepath.Join(dir, l.folder, split+".tsv"))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return fmt.Errorf("%s %s: %w", l.folder, split, err)
			}
			found = true
			ok := 0
			start := time.Now()
			for _, p := range posts {
				guess, sure := d.Guess(p, "")
				if guess == l.lang {
					ok++
				}
				if sure >= language.Threshold && !l.apart {
					answers++
					if guess == l.lang {
						answersRight++
					}
				}
			}
			spent := time.Since(start)
			out(Result{Name: "language/posts/" + split + "/accuracy/" + l.lang, Value: share(ok, len(posts)), Unit: "ratio", Settings: map[string]any{"texts": len(posts), "candidates": 75}})
			if !l.apart {
				took += spent
				right += ok
				texts += len(posts)
			}
		}
		if texts == 0 {
			continue
		}
		name := "language/posts/" + split
		s := map[string]any{"texts": texts, "answers": answers, "threshold": language.Threshold}
		out(Result{Name: name + "/accuracy", Value: share(right, texts), Unit: "ratio", Settings: map[string]any{"texts": texts, "candidates": 75}})
		out(Result{Name: name + "/precision", Value: share(answersRight, answers), Unit: "ratio", Settings: s})
		out(Result{Name: name + "/answered", Value: share(answers, texts), Unit: "ratio", Settings: s})
		out(Result{Name: name + "/time", Value: float64(took.Microseconds()) / float64(texts), Unit: "us/text", Settings: map[string]any{"texts": texts, "goroutines": 1}})
	}
	if !found {
		return vigie.Errorf(vigie.NotFound, nil, "eval-no-data", dir, filepath.Join(postLanguages[0].folder, "val.tsv"))
	}
	return nil
}

func readPosts(path string) (posts []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for line := 0; s.Scan(); line++ {
		label, post, ok := strings.Cut(s.Text(), "\t")
		if line == 0 && label == "label" {
			continue
		}
		if !ok {
			return nil, fmt.Errorf("line %d: want label, tab, text", line+1)
		}
		posts = append(posts, post)
	}
	return posts, s.Err()
}

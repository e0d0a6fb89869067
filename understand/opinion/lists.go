package opinion

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"vigie.example/vigie"
)

// listsModel judges by what the word lists say alone, in any language that has
// some: the bias, then the dense features that name no list.
type listsModel [classes][listsCount]float32

const listsCount = 1 + denseCount - denseMost

//go:embed shipped/lists.json
var listsFile []byte

// byLists returns the weights of the word lists, made by package make.
var byLists = sync.OnceValue(func() *listsModel {
	var m listsModel
	if err := json.Unmarshal(listsFile, &m); err != nil {
		panic(fmt.Errorf("lists.json: %w", err)) // embedded: a broken build
	}
	return &m
})

func (m *listsModel) odds(r *reading) (z [classes]float64) {
	for c := range z {
		z[c] = float64(m[c][0])
		for i, w := range m[c][1:] {
			z[c] += float64(w * r.dense[denseMost+i])
		}
	}
	return z
}

// TrainLists fits how the word lists are read, from labelled texts by
// language, and returns it as the JSON of shipped/lists.json.
func TrainLists(texts map[string][]Labelled) ([]byte, error) {
	penalty := make([]float64, listsCount)
	for i := range penalty {
		penalty[i] = penaltyUsual * penaltyDense
	}
	var ex []example
	for _, lang := range []string{"fr", "en", "es", "de", "it", "pt"} {
		g, l := grammarOf(lang), lexiconOf(lang)
		var r reading
		for _, t := range texts[lang] {
			c, ok := classOf(t.Opinion)
			if !ok {
				return nil, vigie.Errorf(vigie.Invalid, nil, "train-label-unknown", t.Opinion.String())
			}
			r.read(t.Text, nil, g, l, Usual)
			e := example{class: c, weight: 1, x: []feat{{0, 1}}}
			for i, v := range r.dense[denseMost:] {
				e.x = append(e.x, feat{int32(i + 1), v})
			}
			ex = append(ex, e)
		}
	}
	if len(ex) < trainLeast {
		return nil, vigie.Errorf(vigie.Invalid, nil, "train-too-few", len(ex), trainLeast)
	}
	w := fit(ex, penalty, fitSteps)
	var m listsModel
	for c := range m {
		for i := range m[c] {
			m[c][i] = float32(w[i*classes+c])
		}
	}
	return json.Marshal(m)
}

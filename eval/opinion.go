package eval

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/opinion"
)

// OpinionOptions says how opinions are measured.
type OpinionOptions struct {
	Lang   string
	Data   string // named in the settings
	Labels Labels
	Folds  int // retrain by fold; 0 judges with the shipped model
	// Training says how models are retrained; its seed is Seed.
	Training opinion.Training
	Seed     int64 // of the folds, and of what is corrected
	Lists    bool  // judge by word lists alone
	// Corrections teaches the judge that many of the texts, as a user would,
	// and judges others; several draws are averaged. -1 asks for none.
	Corrections int
	Model       *opinion.Model // in place of the shipped one; may be nil
}

// draws is how many times corrections are drawn, and heldOut how many texts
// are then judged.
const (
	draws   = 5
	heldOut = 4000
)

// Opinion measures the judging of texts and hands each figure to out:
// macro_f1 (mean over the classes that occur; of three where nothing is left
// unsure), sign (of the texts that are not neutral, how often the likelier of
// negative and positive is right), accuracy, answered and precision (how often
// an opinion is given, and is then right), calibration_error (mean gap between
// how sure and how right, by tenths), surest_quarter (how right in it) and
// texts_per_s of one goroutine. Folds give a standard error over the folds.
func Opinion(texts []opinion.Labelled, o OpinionOptions, out func(Result)) error {
	switch {
	case o.Corrections >= 0:
		return corrected(texts, o, out)
	case o.Folds > 1:
		return folded(texts, o, out)
	}
	j := opinion.New()
	switch {
	case o.Lists:
		j = opinion.NewLists(o.Lang)
	case o.Model != nil:
		j = opinion.NewWith(o.Model)
	}
	var s scoring
	// The first text reads the model.
	j.Of(o.Lang, texts[0].Text, nil)
	for _, t := range texts {
		s.judge(j, o.Lang, t)
	}
	set := o.settings(len(texts))
	set["model"] = "shipped"
	if o.Lists {
		set["model"] = "lists"
	} else if o.Model != nil {
		set["model"] = o.Model.About().Data
	}
	s.report(set, nil, out)
	return nil
}

func (o *OpinionOptions) settings(n int) map[string]any {
	return map[string]any{"lang": o.Lang, "data": o.Data, "labels": cmp.Or(o.Labels, Three), "texts": n, "maker": opinion.Maker}
}

// folded trains on all folds but one and judges that one, fold by fold.
func folded(texts []opinion.Labelled, o OpinionOptions, out func(Result)) error {
	parts := stratified(texts, o.Folds, o.Seed)
	how := o.Training
	how.Seed = o.Seed
	chosen := map[string]int{}
	var all scoring
	var each []float64
	for k := range parts {
		var learn []opinion.Labelled
		for i, p := range parts {
			if i != k {
				for _, at := range p {
					learn = append(learn, texts[at])
				}
			}
		}
		m, err := opinion.Train(o.Lang, learn, how)
		if err != nil {
			return err
		}
		a := m.About()
		chosen[fmt.Sprintf("%s %g", a.Family.Name(), a.Penalty)]++
		j := opinion.NewWith(m)
		var fold scoring
		for _, at := range parts[k] {
			fold.judge(j, o.Lang, texts[at])
		}
		each = append(each, fold.macroF1())
		all.add(&fold)
	}
	set := o.settings(len(texts))
	set["folds"], set["seed"], set["model"] = o.Folds, o.Seed, "retrained by fold"
	set["families"] = chosen // family and penalty, and of how many folds
	all.report(set, each, out)
	return nil
}

// stratified parts the places of texts into folds that have each label alike.
func stratified(texts []opinion.Labelled, n int, seed int64) [][]int {
	at := rand.New(rand.NewPCG(uint64(seed), 0xf01d)).Perm(len(texts))
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(texts[a].Opinion, texts[b].Opinion) })
	out := make([][]int, n)
	for i, p := range at {
		out[i%n] = append(out[i%n], p)
	}
	return out
}

// corrected teaches the shipped model some of the texts and judges others.
func corrected(texts []opinion.Labelled, o OpinionOptions, out func(Result)) error {
	var all scoring
	var each []float64
	var took time.Duration
	for d := range draws {
		at := rand.New(rand.NewPCG(uint64(o.Seed)+uint64(d), 0xc0)).Perm(len(texts))
		n := min(o.Corrections, len(at)/2)
		j := opinion.New()
		if o.Model != nil {
			j = opinion.NewWith(o.Model)
		}
		if n > 0 {
			var labels []opinion.Taught
			for _, i := range at[:n] {
				labels = append(labels, opinion.Taught{Text: texts[i].Text, Opinion: texts[i].Opinion})
			}
			start := time.Now()
			a, err := j.Adapt(o.Lang, labels)
			if err != nil {
				return err
			}
			took += time.Since(start)
			j.Teach(map[string]*opinion.Adapted{o.Lang: a})
		}
		var s scoring
		for _, i := range at[max(n, len(at)-heldOut):] {
			s.judge(j, o.Lang, texts[i])
		}
		each = append(each, s.macroF1())
		all.add(&s)
	}
	set := o.settings(len(texts))
	set["corrections"], set["draws"], set["seed"] = o.Corrections, draws, o.Seed
	all.report(set, each, out)
	out(Result{Name: "learning_time", Value: took.Seconds() / draws, Unit: "s", Settings: set})
	return nil
}

// scoring gathers verdicts on labelled texts.
type scoring struct {
	confusion [3][3]int // label, likeliest
	signs     int       // of texts that are not neutral
	signRight int
	answered  int
	right     int // of the answered
	judged    []judged
	took      time.Duration
}

type judged struct {
	sure  float64
	right bool
}

func (s *scoring) judge(j *opinion.Judge, lang string, t opinion.Labelled) {
	start := time.Now()
	v := j.Of(lang, t.Text, nil)
	s.took += time.Since(start)
	s.confusion[t.Opinion-vigie.Negative][v.Likeliest-vigie.Negative]++
	if t.Opinion != vigie.Neutral {
		s.signs++
		if v.Share[2] > v.Share[0] == (t.Opinion == vigie.Positive) {
			s.signRight++
		}
	}
	if v.Opinion != vigie.Unsure {
		s.answered++
		if v.Opinion == t.Opinion {
			s.right++
		}
	}
	s.judged = append(s.judged, judged{v.Sure, v.Likeliest == t.Opinion})
}

func (s *scoring) add(o *scoring) {
	for i := range s.confusion {
		for k := range s.confusion[i] {
			s.confusion[i][k] += o.confusion[i][k]
		}
	}
	s.signs += o.signs
	s.signRight += o.signRight
	s.answered += o.answered
	s.right += o.right
	s.took += o.took
	s.judged = append(s.judged, o.judged...)
}

// macroF1 is the mean of the F1 of the classes that occur among the labels.
func (s *scoring) macroF1() float64 {
	sum, n := 0.0, 0.0
	for c := range s.confusion {
		label, guess := 0, 0
		for k := range s.confusion {
			label += s.confusion[c][k]
			guess += s.confusion[k][c]
		}
		if label > 0 {
			sum += 2 * float64(s.confusion[c][c]) / float64(label+guess)
			n++
		}
	}
	return sum / max(n, 1)
}

func (s *scoring) report(set map[string]any, each []float64, out func(Result)) {
	n := len(s.judged)
	value := s.macroF1()
	if len(each) > 0 {
		mean, dev := 0.0, 0.0
		for _, f := range each {
			mean += f / float64(len(each))
		}
		for _, f := range each {
			dev += (f - mean) * (f - mean)
		}
		value = mean
		set["standard_error"] = math.Sqrt(dev / float64(len(each)-1) / float64(len(each)))
	}
	say := func(name string, v float64, unit string) {
		out(Result{Name: name, Value: v, Unit: unit, Settings: set})
	}
	say("macro_f1", value, "ratio")
	right := 0
	for c := range s.confusion {
		right += s.confusion[c][c]
	}
	say("accuracy", share(right, n), "ratio")
	say("sign", share(s.signRight, s.signs), "ratio")
	say("answered", share(s.answered, n), "ratio")
	say("precision", share(s.right, s.answered), "ratio")
	say("calibration_error", s.calibration(), "ratio")
	slices.SortStableFunc(s.judged, func(a, b judged) int { return cmp.Compare(b.sure, a.sure) })
	for _, q := range []struct {
		name string
		part int
	}{{"surest_quarter", 4}, {"surest_half", 2}} {
		ok := 0
		for _, j := range s.judged[:n/q.part] {
			if j.right {
				ok++
			}
		}
		say(q.name, share(ok, n/q.part), "ratio")
	}
	say("texts_per_s", float64(n)/s.took.Seconds(), "texts/s")
}

// calibration is the expected calibration error over ten bins of equal width
// (Naeini et al. 2015).
func (s *scoring) calibration() float64 {
	var sure, right, n [10]float64
	for _, j := range s.judged {
		b := min(int(j.sure*10), 9)
		sure[b] += j.sure
		n[b]++
		if j.right {
			right[b]++
		}
	}
	sum := 0.0
	for b := range n {
		sum += math.Abs(sure[b] - right[b])
	}
	return sum / float64(max(len(s.judged), 1))
}

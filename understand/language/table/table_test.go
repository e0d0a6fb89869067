package table

import (
	"fmt"
	"testing"
)

func TestBuildOpenAdd(t *testing.T) {
	entries := []Entry{
		{KeyOf([]rune("é")), 0, 40},
		{KeyOf([]rune("é")), 2, -7},
		{KeyOf([]rune("grue")), 1, 127},
	}
	for l := range 60 {
		entries = append(entries, Entry{KeyOf([]rune("many")), uint8(l), 3})
	}
	for i := range 5000 { // company in the buckets
		entries = append(entries, Entry{KeyOf([]rune(fmt.Sprint(i))), 0, 1})
	}
	row := Row{Key: KeyOf([]rune("the"))}
	for i := range row.Weight {
		row.Weight[i] = uint8(i * 3)
	}
	langs := make([]string, 75)
	for i := range langs {
		langs[i] = fmt.Sprintf("%02d", i)
	}
	raw, err := Build(langs, Params{Floor: 112, BackOff: 12}, entries, []Row{row})
	if err != nil {
		t.Fatal(err)
	}
	tab, err := Open(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Langs) != 75 || tab.Langs[74] != "74" || tab.Params != (Params{112, 12}) {
		t.Errorf("header = %v %+v", tab.Langs, tab.Params)
	}
	tests := []struct {
		seq  string
		how  Found
		want map[int]int32
	}{
		{"é", AsPairs, map[int]int32{0: 40, 1: 0, 2: -7}},
		{"grue", AsPairs, map[int]int32{0: 0, 1: 127}},
		{"many", AsPairs, map[int]int32{0: 3, 59: 3, 60: 0}},
		{"the", AsRow, map[int]int32{0: 0, 1: 3, 8: 24, 13: 39, 79: 237}},
		{"4999", AsPairs, map[int]int32{0: 1}},
	}
	for _, tt := range tests {
		var s Score
		var r Rows
		if how := tab.Add(tab.Place(KeyOf([]rune(tt.seq))), &s, &r); how != tt.how {
			t.Errorf("Add(%q) = %v, want %v", tt.seq, how, tt.how)
		}
		r.Fold(&s)
		for l, want := range tt.want {
			if s[l] != want {
				t.Errorf("Add(%q): language %d weighs %d, want %d", tt.seq, l, s[l], want)
			}
		}
	}
}

func TestRowsDoNotOverflow(t *testing.T) {
	row := Row{Key: KeyOf([]rune("a"))}
	for i := range row.Weight {
		row.Weight[i] = 255
	}
	raw, err := Build([]string{"fr"}, Params{}, nil, []Row{row})
	if err != nil {
		t.Fatal(err)
	}
	tab, err := Open(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	var s Score
	var r Rows
	for range RowLetters {
		tab.Add(tab.Place(row.Key), &s, &r)
	}
	r.Fold(&s)
	for i, v := range s {
		if v != 255*RowLetters {
			t.Fatalf("language %d sums to %d, want %d", i, v, 255*RowLetters)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	k := KeyOf([]rune("a"))
	for name, build := range map[string]func() error{
		"two weights": func() error {
			_, err := Build([]string{"fr"}, Params{}, []Entry{{k, 0, 1}, {k, 0, 2}}, nil)
			return err
		},
		"pairs and a row": func() error {
			_, err := Build([]string{"fr"}, Params{}, []Entry{{k, 0, 1}}, []Row{{Key: k}})
			return err
		},
		"a code of three letters": func() error { _, err := Build([]string{"fra"}, Params{}, nil, nil); return err },
		"too many languages":      func() error { _, err := Build(make([]string, 81), Params{}, nil, nil); return err },
	} {
		if build() == nil {
			t.Errorf("%s: built, want an error", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	raw, err := Build([]string{"fr", "en"}, Params{1, 2}, []Entry{{KeyOf([]rune("a")), 1, 5}}, []Row{{Key: KeyOf([]rune("b"))}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(raw), "a")
	f.Add("VLT1", "b")
	f.Fuzz(func(t *testing.T, raw, seq string) {
		tab, err := Open(raw)
		if err != nil {
			return
		}
		var s Score
		var r Rows
		tab.Add(tab.Place(KeyOf([]rune(seq))), &s, &r)
	})
}

package file

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vigie.example/vigie"
)

// workbook makes a file of sheets.
func workbook(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, v := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err == nil {
					err = f.SetCellValue(name, cell, v)
				}
				if _, ok := v.(time.Time); ok && err == nil {
					err = f.SetCellStyle(name, cell, cell, day)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	b := workbook(t, map[string][][]any{
		"Résumé": {{"Rapport", "novembre"}, {"Total", 2}},
		"Données": {
			{"Export de la veille"},
			{"Identifiant", "Texte", "Date de création", "Note"},
			{12345678, "La grue est en panne\nencore une fois", time.Date(2026, 11, 3, 14, 30, 0, 0, time.UTC), 2},
			{12345679, `Des "guillemets", et une virgule`, time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC), 4.5},
			{},
			{12345680, "Sans date", nil, nil},
		},
	})
	s, err := Sniff(bytes.NewReader(b), "veille.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if s.Mapping.ID != "Identifiant" || s.Mapping.Text != "Texte" || s.Mapping.Date != "Date de création" || s.Mapping.Rating != "Note" {
		t.Errorf("mapping = %+v of %q", s.Mapping, s.Columns)
	}
	var got []vigie.Mention
	for b, err := range Read(t.Context(), bytes.NewReader(b), "veille.xlsx", s.Mapping, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b.Mentions...)
	}
	if len(got) != 3 {
		t.Fatalf("%d mentions, want 3: %+v", len(got), got)
	}
	if !strings.Contains(got[0].Text, "encore") || !got[0].Published.Equal(time.Date(2026, 11, 3, 14, 30, 0, 0, time.UTC)) || got[0].Rating.Value != 2 {
		t.Errorf("first row = %+v", got[0])
	}
	if got[1].Text != `Des "guillemets", et une virgule` || !got[1].Published.Equal(time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC)) || got[1].Rating.Value != 4.5 {
		t.Errorf("second row = %+v", got[1])
	}
	if got[2].DateKnown() {
		t.Errorf("a row without date has %v", got[2].Published)
	}
	if !strings.Contains(string(got[0].Key), "12345678") {
		t.Errorf("key = %q, want the id as it was typed", got[0].Key)
	}
}

func TestWorkbookBad(t *testing.T) {
	good := workbook(t, map[string][][]any{"A": {{"texte"}, {"x"}}})
	for name, b := range map[string][]byte{
		"a zip of something else": []byte("PK\x03\x04 nothing"),
		"cut in half":             good[:len(good)/2],
	} {
		if _, err := Sniff(bytes.NewReader(b), "x.xlsx"); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("%s: Sniff = %v, want kind Invalid", name, err)
		}
	}
}

// TestExports: the column sets of other tools are known as a whole.
func TestExports(t *testing.T) {
	for _, tt := range []struct {
		tool, head, row string
		text, author    string
		channel         vigie.Channel
	}{
		{
			"Meltwater", "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Subregion,Language,Reach,Sentiment,Twitter Followers,Time",
			`2026-11-15,Une grue tombe,https://press.example/1,Le chantier…,La grue Leroux est tombée,Le Courrier,Julie M.,France,,French,1000,neutral,,10:30`,
			"La grue Leroux est tombée", "Julie M.", vigie.Press,
		},
		{
			"Talkwalker", "title,content,published,extra_author_attributes.name,reach,url,source_type,lang",
			"Avis,Ma grue Leroux est en panne,2026-11-15 10:30:00,Toinou,12,https://forum.example/2,MESSAGEBOARD,fr",
			"Ma grue Leroux est en panne", "Toinou", vigie.Forum,
		},
	} {
		t.Run(tt.tool, func(t *testing.T) {
			// Some of these begin with what the export is.
			for _, before := range []string{"", "Report,Leroux\nFrom,2026-11-01\n\n"} {
				src := before + tt.head + "\n" + tt.row + "\n"
				s, err := Sniff(strings.NewReader(src), "x.csv")
				if err != nil || s.Tool != tt.tool {
					t.Fatalf("Sniff = %+v, %v, want %s", s, err, tt.tool)
				}
				for b, err := range Read(t.Context(), strings.NewReader(src), "x.csv", s.Mapping, 0) {
					if err != nil || len(b.Mentions) != 1 {
						t.Fatalf("Read = %+v, %v", b, err)
					}
					m := b.Mentions[0]
					if m.Text != tt.text || m.Author.Name != tt.author || m.Channel != tt.channel || m.Published.Hour() != 10 {
						t.Errorf("mention = %+v", m)
					}
				}
			}
		})
	}
}

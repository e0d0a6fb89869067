package api

import (
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
	"vigie.example/vigie/watch"
)

func TestTraceNamesTheStory(t *testing.T) {
	st := vigie.Story{ID: 12, Mentions: 4, Voices: 3, Sites: 2, Origin: 7}
	tr := traceOf(&watch.Trace{Asked: "https://a.example/1", Mention: &vigie.Mention{}, Story: &st}, names{}, say.In("en"))
	if tr.Story == nil || tr.Story.ID != 12 || tr.Story.Origin != 7 {
		t.Errorf("story = %+v", tr.Story)
	}
	if last := tr.Tell[len(tr.Tell)-1]; strings.ReplaceAll(last, "\u00a0", " ") != "Of story 12: 4 mentions of one text, by 3 voices on 2 sites." {
		t.Errorf("told %q", last)
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vigie.example/vigie/chart"
)

// TestAloneIsWhole: a picture to embed loads nothing and escapes what it says.
func TestAloneIsWhole(t *testing.T) {
	got := chart.Alone(chart.Drawing{Height: 20, Label: `"><script>`, Shapes: []chart.Shape{chart.Text{Lines: []string{"<b>"}}}})
	for _, bad := range []string{"<script", "<b>", "href=", "url("} {
		if strings.Contains(got, bad) {
			t.Errorf("Alone lets %q through: %s", bad, got)
		}
	}
	if strings.Count(got, "<svg") != strings.Count(got, "</svg>") {
		t.Errorf("Alone is not balanced: %s", got)
	}
}

// TestReports: an empty house shows sentences, not errors; strangers see no
// barometer unless the owner wished for it.
func TestReports(t *testing.T) {
	b := settled(t, nil).signedIn()
	b.get("/barometer").wants(t, http.StatusNotFound, "deux marques")
	b.get("/value").wants(t, http.StatusOK, "équivalent publicitaire", "principes de Barcelone", "ICCO")
	b.get("/public/barometer").wants(t, http.StatusNotFound)
	b.get("/public/barometer.xml").wants(t, http.StatusNotFound)
	b.get("/audit?hours=x").wants(t, http.StatusUnprocessableEntity)
	b.get("/audit?hours=NaN").wants(t, http.StatusUnprocessableEntity)

	h := sown(t)
	b = h.signedIn()
	b.get("/audit").wants(t, http.StatusOK, "La posture", "Êtes-vous prêts")
	if r := b.get("/audit"); !strings.Contains(r.body, "/audit?format=pdf") {
		t.Error("the audit cannot be taken away")
	}
	asked := b.get("/audit?admission=")
	asked.wants(t, http.StatusOK, "Comment ces lieux reçoivent-ils les marques", "pas dit")
	place := regexp.MustCompile(`<option value="([^"=]+)=refused">`).FindStringSubmatch(asked.body)
	if place == nil {
		t.Fatal("no place can be said to refuse brands")
	}
	refused := b.get("/audit?admission=" + url.QueryEscape(place[1]+"=refused"))
	refused.wants(t, http.StatusOK, "comment un lieu sur 4 reçoit", "refuse les marques.", "À l’écart")
	if !strings.Contains(refused.body, `value="`+place[1]+`=refused" selected`) {
		t.Error("the form forgets what was said of a place")
	}
	b.get("/audit?admission="+url.QueryEscape(place[1]+"=perhaps")).wants(t, http.StatusUnprocessableEntity, "ne dit pas comment")
	b.get("/audit?since=2031-01-01").wants(t, http.StatusUnprocessableEntity, "n’a pas commencé")
	b.get("/report").wants(t, http.StatusOK, "En trois phrases")
	b.get("/report?month=2031-01").wants(t, http.StatusUnprocessableEntity)
	if r := b.get("/barometer?format=pdf"); r.status != http.StatusOK || !strings.HasPrefix(r.body, "%PDF-") {
		t.Errorf("the barometer as PDF: %d %.20q", r.status, r.body)
	}
	b.get("/barometer?format=exe").wants(t, http.StatusUnprocessableEntity, "Format inconnu")
}

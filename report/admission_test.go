package report

import (
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// What somebody says of a place is kept under the name that figures have.
func TestAdmit(t *testing.T) {
	var q AuditOf
	if err := q.Admit("www.Forum.example", "refused"); err != nil || q.Admission["forum.example"] != measure.Refused {
		t.Errorf("Admit keeps %v, %v; want forum.example refused", q.Admission, err)
	}
	for _, bad := range [][2]string{{"forum.example", ""}, {"forum.example", "unknown"}, {"", "welcome"}} {
		if err := q.Admit(bad[0], bad[1]); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("Admit(%q, %q) = %v, want kind Invalid", bad[0], bad[1], err)
		}
	}
}

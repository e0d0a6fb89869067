package tables_test

import (
	"reflect"
	"testing"

	"vigie.example/vigie/web/tables"
)

func TestRead(t *testing.T) {
	const page = `<body><table><tr><td>outside</td></tr></table><main>
<h2><span class="kicker">Share of voice</span>Ahead, but by chance</h2>
<details><summary>As a table</summary><table><thead><tr><th>Week</th><th>Voices</th></tr></thead>
<tbody><tr><th><a href="/x">23 Nov.</a></th><td class="num">1&#8239;200<span class="sr"> voices</span></td></tr>
<tr><th>30&nbsp;Nov.</th><td><form><button>Remove</button></form>=1+1</td></tr></tbody></table></details>
<h2>Nothing</h2><table><thead><tr><th>Empty</th></tr></thead></table>
<h2>Bare</h2><table><tr><td>a<br>b</td><td><svg></svg></td><td>1</td><td></td></tr></table></main></body>`
	got, err := tables.Read([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	want := []tables.Table{
		{Name: "Share of voice", Heads: []string{"Week", "Voices"}, Rows: [][]string{{"23 Nov.", "1\u202f200"}, {"30\u00a0Nov.", "=1+1"}}},
		{Name: "Bare", Rows: [][]string{{"a b", "1", ""}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

package api

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryRouteIsInTheDocs: docs/api.md names every route there is and none
// that there is not.
func TestEveryRouteIsInTheDocs(t *testing.T) {
	source, err := os.ReadFile("api.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{}
	for _, m := range regexp.MustCompile(`read\("([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		routes["GET "+m[1]] = true
	}
	for _, m := range regexp.MustCompile(`change\((?:http\.Method|")(\w+)"?, "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		routes[strings.ToUpper(m[1])+" "+m[2]] = true
	}
	for _, m := range regexp.MustCompile(`"(\w+) "\+Prefix\+"(/[^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		routes[m[1]+" "+m[2]] = true
	}
	if len(routes) < 60 {
		t.Fatalf("only %d routes are found in api.go", len(routes))
	}
	told := map[string]bool{}
	for _, m := range regexp.MustCompile("`((?:GET|POST|PUT|DELETE) /[^`?]+)[^`]*`").FindAllStringSubmatch(string(page), -1) {
		told[m[1]] = true
	}
	for r := range routes {
		if !told[r] {
			t.Errorf("docs/api.md does not tell %s", r)
		}
	}
	for r := range told {
		if !routes[r] {
			t.Errorf("docs/api.md tells %s, which is not served", r)
		}
	}
}

package feed

import "testing"

// A blog in the wild writes "tags" as one string; its 84 items were lost for it.
func TestTagsAsAString(t *testing.T) {
	for name, body := range map[string]string{
		"a list":   `{"version":"https://jsonfeed.org/version/1","title":"B","items":[{"id":"1","url":"https://a.example/1","content_text":"une grue","tags":["a"]}]}`,
		"a string": `{"version":"https://jsonfeed.org/version/1","title":"B","items":[{"id":"1","url":"https://a.example/1","content_text":"une grue","tags":"a, b"}]}`,
	} {
		f, err := parse([]byte(body), "")
		if err != nil || len(f.Items) != 1 || f.Items[0].Link != "https://a.example/1" {
			t.Errorf("%s: parse = %+v, %v, want one item", name, f.Feed, err)
		}
	}
	if _, err := parse([]byte(`{"version":"https://jsonfeed.org/version/1","items":"none"}`), ""); err == nil {
		t.Error("items that are no list: parse succeeded, want an error")
	}
}

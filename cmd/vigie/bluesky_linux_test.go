package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestPersonalDataServer listens to Bluesky accounts on a real personal data
// server, Bluesky's own: it is added by its address, and a post, an answer and
// what is written under a picture are each heard by the one next visit.
func TestPersonalDataServer(t *testing.T) {
	if testing.Short() {
		t.Skip("the real server is started once, without the race detector")
	}
	p := startPDS(t)
	leroux, marie := p.account(t, "leroux"), p.account(t, "marie")
	leroux.put(t, "app.bsky.actor.profile", "self", map[string]any{"displayName": "Leroux Location"})
	first := leroux.say(t, "La nacelle Leroux de 12 m est revenue", nil)
	e := listenTo(t, p.at)
	said := e.do("source", "add", p.at, "--yes")
	for _, words := range []string{"@leroux.test", "@marie.test", "La nacelle Leroux de 12 m"} {
		if !strings.Contains(said, words) {
			t.Errorf("source add does not say %q:\n%s", words, said)
		}
	}
	e.do("listen")
	if got := e.search("nacelle"); len(got) != 1 || got[0].Author != "Leroux Location" {
		t.Errorf("the first visit heard %+v, want the one post by Leroux Location", got)
	}

	marie.say(t, "@leroux.test et le samedi, peut-on la rendre chez Leroux ?", map[string]any{
		"reply": map[string]any{"root": first, "parent": first},
	})
	marie.say(t, "", map[string]any{"embed": marie.picture(t, "Une pelleteuse Leroux en panne devant la mairie")})
	for i := range 120 { // more than a page: none between two visits is lost
		marie.say(t, fmt.Sprintf("Leroux, chantier jour %d", i), nil)
	}
	e.visitAll()
	if got := e.search("samedi"); len(got) != 1 || got[0].Author != "marie.test" || !strings.Contains(string(got[0].ReplyTo), "did:plc:") {
		t.Errorf("the answer was heard as %+v, want it once, by marie.test, answering the post", got)
	}
	if got := e.search("pelleteuse"); len(got) != 1 || got[0].Text != "Une pelleteuse Leroux en panne devant la mairie" {
		t.Errorf("the picture was heard as %+v, want what is written under it", got)
	}
	if out := must(t, "search", "chantier", "--json", "--data", e.dir); !strings.Contains(out, `{"count":120`) {
		t.Errorf("of 120 posts were heard %s", out[strings.LastIndex(out, `{"count"`):])
	}
	marie.say(t, "Leroux, chantier fini", nil)
	e.visitAll()
	if got := e.search("fini"); len(got) != 1 {
		t.Errorf("the last post was heard %d times, want once", len(got))
	}
}

// dataServer is a personal data server that runs on loopback for one test.
type dataServer struct{ at string }

// member is an account of it.
type member struct {
	server     *dataServer
	did, token string
}

const pdsAt = "../../tools/pds"

// startPDS starts the server with its files in a folder of the test, beside a
// directory of identities that knows its accounts alone. In CI its absence is a
// failure; by hand the test is skipped and says what to install.
func startPDS(t *testing.T) *dataServer {
	t.Helper()
	_, err := os.Stat(filepath.Join(pdsAt, "node_modules/better-sqlite3/build/Release/better_sqlite3.node"))
	if err == nil {
		_, err = exec.LookPath("node")
	}
	if err != nil {
		const says = "Bluesky's personal data server is missing (tools/install.sh)"
		if os.Getenv("CI") != "" {
			t.Fatalf("%s: %v", says, err)
		}
		t.Skipf("%s: %v", says, err)
	}
	directory := httptest.NewServer(&identities{of: map[string]json.RawMessage{}})
	t.Cleanup(directory.Close)
	at, dir := freePort(t), t.TempDir()
	cmd := exec.Command("node", "serve.mjs")
	cmd.Dir = pdsAt
	cmd.Env = append(os.Environ(),
		"PDS_HOSTNAME=localhost", "PDS_PORT="+at[strings.LastIndexByte(at, ':')+1:], "PDS_DEV_MODE=true", "PDS_INVITE_REQUIRED=false",
		"PDS_DATA_DIRECTORY="+dir, "PDS_BLOBSTORE_DISK_LOCATION="+filepath.Join(dir, "blobs"), "PDS_DID_PLC_URL="+directory.URL,
		"PDS_JWT_SECRET=of this test alone", "PDS_ADMIN_PASSWORD=of this test alone", "LOG_ENABLED=false",
		"PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX="+strings.Repeat("7a", 32))
	p := &dataServer{at: "http://" + at}
	runServer(t, cmd, func() error {
		res, err := http.Get(p.at + "/xrpc/_health")
		if err == nil {
			err = res.Body.Close()
		}
		return err
	})
	return p
}

// identities is a directory of identities (did:plc) as the server needs one: it
// keeps what an account is made with, and tells it.
type identities struct {
	mu sync.Mutex
	of map[string]json.RawMessage
}

func (d *identities) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	did := strings.TrimPrefix(r.URL.Path, "/")
	if r.Method == http.MethodPost {
		d.of[did], _ = io.ReadAll(r.Body) // half an operation is no JSON, and told below
		return
	}
	var made struct {
		Known    []string                             `json:"alsoKnownAs"`
		Keys     map[string]string                    `json:"verificationMethods"`
		Services map[string]struct{ Endpoint string } `json:"services"`
	}
	if json.Unmarshal(d.of[did], &made) != nil {
		http.NotFound(w, r)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{ // the server is gone with the test
		"id": did, "alsoKnownAs": made.Known,
		"verificationMethod": []any{map[string]any{"id": did + "#atproto", "type": "Multikey", "controller": did, "publicKeyMultibase": strings.TrimPrefix(made.Keys["atproto"], "did:key:")}},
		"service":            []any{map[string]any{"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": made.Services["atproto_pds"].Endpoint}},
	})
}

// account makes an account.
func (p *dataServer) account(t *testing.T, name string) *member {
	t.Helper()
	var got struct{ DID, AccessJwt string }
	p.call(t, "", "com.atproto.server.createAccount", "application/json", jsonOf(t, map[string]any{
		"handle": name + ".test", "email": name + "@chantier.example", "password": "les chats dorment sur le radiateur",
	}), &got)
	return &member{p, got.DID, got.AccessJwt}
}

// say publishes a post and returns what answers name it by.
func (m *member) say(t *testing.T, text string, more map[string]any) map[string]any {
	t.Helper()
	record := map[string]any{"text": text, "createdAt": time.Now().UTC().Format(time.RFC3339Nano), "langs": []string{"fr"}}
	for k, v := range more {
		record[k] = v
	}
	return m.put(t, "app.bsky.feed.post", "", record)
}

// put keeps a record, under a key of the server's where key is empty.
func (m *member) put(t *testing.T, collection, key string, record map[string]any) map[string]any {
	t.Helper()
	record["$type"] = collection
	in := map[string]any{"repo": m.did, "collection": collection, "record": record}
	method := "com.atproto.repo.createRecord"
	if key != "" {
		in["rkey"], method = key, "com.atproto.repo.putRecord"
	}
	var got struct{ URI, CID string }
	m.server.call(t, m.token, method, "application/json", jsonOf(t, in), &got)
	return map[string]any{"uri": got.URI, "cid": got.CID}
}

// picture brings a picture of one pixel and returns what shows it in a post.
func (m *member) picture(t *testing.T, alt string) map[string]any {
	t.Helper()
	const pixel = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
	var got struct{ Blob map[string]any }
	m.server.call(t, m.token, "com.atproto.repo.uploadBlob", "image/gif", []byte(pixel), &got)
	return map[string]any{"$type": "app.bsky.embed.images", "images": []any{map[string]any{"alt": alt, "image": got.Blob}}}
}

// call asks the server to change something.
func (p *dataServer) call(t *testing.T, token, method, kind string, body []byte, into any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.at+"/xrpc/"+url.PathEscape(method), bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s\n%s", method, res.Status, answer)
	}
	if err := json.Unmarshal(answer, into); err != nil {
		t.Fatal(err)
	}
}

func jsonOf(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

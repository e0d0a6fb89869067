package site

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
)

// accountsShown is how many accounts of a personal data server are proposed:
// each is asked for its name. Where they are few their last posts are shown.
const (
	accountsShown = 8
	accountsFew   = 3
)

// looksPDS reports whether a page is what a personal data server of the AT
// Protocol, which Bluesky speaks, says at its own address.
func looksPDS(body []byte) bool {
	return bytes.Contains(body[:min(len(body), 4<<10)], []byte("AT Protocol Personal Data Server"))
}

// pds lists the accounts that a personal data server keeps.
func (d *discovery) pds(address string) []Found {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	server := u.Scheme + "://" + u.Host
	var kept struct {
		Repos []struct {
			DID    string `json:"did"`
			Active *bool  `json:"active"`
		} `json:"repos"`
	}
	if !asked(d.ctx, d.client, server+"/xrpc/com.atproto.sync.listRepos?limit=100", &kept) {
		return nil
	}
	var out []Found
	for _, r := range kept.Repos {
		if len(out) == accountsShown {
			break
		}
		if r.DID == "" || r.Active != nil && !*r.Active {
			continue
		}
		var who struct {
			Handle string `json:"handle"`
		}
		title := r.DID
		if asked(d.ctx, d.client, server+"/xrpc/com.atproto.repo.describeRepo?"+url.Values{"repo": {r.DID}}.Encode(), &who) && who.Handle != "" {
			title = "@" + who.Handle
		}
		f := Found{
			Kind: vigie.BlueskySource, Address: recordsOf(server, r.DID), Title: title, Home: "https://bsky.app/profile/" + r.DID,
			Site: hostOf(address), Channel: vigie.Social, What: "what-pds",
		}
		if len(kept.Repos) <= accountsFew {
			f.Items = lastRecords(d.ctx, d.client, f.Address)
		}
		out = append(out, f)
	}
	return out
}

// recordsOf is where the posts of an account are asked for: connect/bluesky
// reads it.
func recordsOf(server, did string) string {
	return server + "/xrpc/com.atproto.repo.listRecords?" + url.Values{"repo": {did}, "collection": {"app.bsky.feed.post"}}.Encode()
}

// lastRecords returns the newest posts of an account.
func lastRecords(ctx context.Context, client Getter, address string) []Item {
	var got struct {
		Records []struct {
			Value struct {
				Text    string `json:"text"`
				Created string `json:"createdAt"`
			} `json:"value"`
		} `json:"records"`
	}
	if !asked(ctx, client, address+"&limit=5", &got) {
		return nil
	}
	var items []Item
	for _, r := range got.Records[:min(len(got.Records), previewed)] {
		at, _ := page.ParseDate(r.Value.Created)
		items = append(items, Item{Text: beginning(r.Value.Text), At: at})
	}
	return items
}

// asked reads a JSON answer, and reports whether there was one: what is looked
// at here is a guess, and its absence no fault.
func asked(ctx context.Context, client Getter, address string, into any) bool {
	res, err := client.Get(ctx, fetch.Request{URL: address, Accept: acceptJSON})
	return err == nil && json.Unmarshal(res.Body, into) == nil
}

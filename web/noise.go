package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"vigie.example/vigie"
)

// noisePage shows the noise packs and what each put aside.
type noisePage struct {
	Answer  template.HTML
	Days    int
	Periods []period
	Rows    []packRow
	Job     string // that kept mentions are being read again; empty when not

	// One pack, where its list is asked for.
	Pack string
	List []example
	More string
}

// packRow is one pack.
type packRow struct {
	Name, Query string
	On          bool
	N           int64 // mentions put aside in the period
	Href        string
	Here        bool
}

// noisePeriods are the days that can be looked back over; the first where none
// is asked for, zero is all.
var noisePeriods = []int{30, 7, 90, 0}

// noiseAtOnce is how many mentions of a pack one page shows.
const noiseAtOnce = 50

// noise shows what was put aside, and by which pack.
func (s *Server) noise(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, asked := r.Context(), r.URL.Query()
	d := noisePage{Days: noisePeriods[0], Pack: asked.Get("pack")}
	if n, err := strconv.Atoi(asked.Get("days")); err == nil && slices.Contains(noisePeriods, n) {
		d.Days = n
	}
	var from time.Time
	if d.Days > 0 {
		from = v.Now.AddDate(0, 0, -d.Days)
	}
	counts, err := s.o.Watch.NoiseCounts(ctx, from, time.Time{})
	if err != nil {
		return err
	}
	packs := s.o.Watch.Packs()
	var total int64
	on, known := 0, d.Pack == ""
	for _, p := range packs {
		d.Rows = append(d.Rows, packRow{Name: p.Name, Query: p.Text, On: p.On, N: counts[p.Name], Href: noisePath(p.Name, d.Days, 0), Here: p.Name == d.Pack})
		total += counts[p.Name]
		known = known || p.Name == d.Pack
		if p.On {
			on++
		}
	}
	if !known {
		return vigie.Errorf(vigie.NotFound, nil, "noise-unknown", d.Pack)
	}
	for _, n := range noisePeriods {
		d.Periods = append(d.Periods, period{noiseSpan(v, n), noisePath(d.Pack, n, 0), n == d.Days})
	}
	d.Answer = rich(v.Print.Say("noise-answer", on, len(packs), total, noiseSpan(v, d.Days)))
	if err := s.noiseJob(r, v, &d); err != nil {
		return err
	}
	if d.Pack != "" {
		before, _ := strconv.ParseInt(asked.Get("before"), 10, 64) // anything else is the newest
		kept, err := s.o.Archive.Asides(ctx, d.Pack, from, time.Time{}, vigie.MentionID(before), noiseAtOnce)
		if err != nil {
			return err
		}
		d.List = examplesOf(kept)
		if len(kept) == noiseAtOnce {
			d.More = noisePath(d.Pack, d.Days, kept[len(kept)-1].Mention.ID)
		}
	}
	return v.page(w, "noise", vigie.Say("noise-title"), d)
}

// noiseJob tells that kept mentions are being read again for some topic.
func (s *Server) noiseJob(r *http.Request, v *visit, d *noisePage) error {
	jobs, err := s.jobs(r.Context())
	if err != nil {
		return err
	}
	for _, t := range v.Topics {
		if j := v.job(t, jobs); j != nil {
			d.Job, v.Reload = v.Print.Say("noise-job"), 3
		}
	}
	return nil
}

func noiseSpan(v *visit, days int) string {
	if days == 0 {
		return v.Print.Say("noise-all")
	}
	return v.Print.Say("noise-days", days)
}

func noisePath(pack string, days int, before vigie.MentionID) string {
	q := url.Values{}
	if pack != "" {
		q.Set("pack", pack)
	}
	if days != noisePeriods[0] {
		q.Set("days", strconv.Itoa(days))
	}
	if before != 0 {
		q.Set("before", id64(int64(before)))
	}
	if len(q) == 0 {
		return "/noise"
	}
	path := "/noise?" + q.Encode()
	if pack != "" {
		path += "#aside"
	}
	return path
}

// changeNoise switches a pack, or brings one mention back.
func (s *Server) changeNoise(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	if m := r.FormValue("mention"); m != "" {
		id, err := strconv.ParseInt(m, 10, 64)
		if err != nil {
			return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
		}
		if err := s.o.Watch.BringBack(ctx, vigie.MentionID(id), v.User.Login); err != nil {
			return err
		}
		v.tell(ctx, "noise-told-back")
		if pack := r.FormValue("pack"); pack != "" {
			days, err := strconv.Atoi(r.FormValue("days"))
			if err != nil {
				days = noisePeriods[0]
			}
			return v.to(w, noisePath(pack, days, 0))
		}
		return v.to(w, mentionPath(vigie.MentionID(id)))
	}
	pack, on := r.FormValue("pack"), r.FormValue("do") == "on"
	if err := s.o.Watch.SwitchPack(ctx, pack, on); err != nil {
		return err
	}
	told := "noise-told-off"
	if on {
		told = "noise-told-on"
	}
	v.tell(ctx, told, v.Print.Say("noise-"+pack))
	return v.to(w, "/noise")
}

package load

import (
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// Result is one figure of a benchmark: one JSON object on a line of its own.
type Result struct {
	Name     string         `json:"name"` // e.g. "search.words.p95"
	Value    float64        `json:"value"`
	Unit     string         `json:"unit"` // "posts/s", "ms", "MB", "s", "count"
	Settings map[string]any `json:"settings"`
}

// Settings describes the machine and the program; more adds to it and wins.
func Settings(more map[string]any) map[string]any {
	s := map[string]any{
		"cores": runtime.GOMAXPROCS(0),
		"go":    runtime.Version(),
		"os":    runtime.GOOS + "/" + runtime.GOARCH,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				s["revision"] = kv.Value
			}
		}
	}
	for k, v := range more {
		s[k] = v
	}
	return s
}

// Processor returns the processor time, user and system, that this process took
// since it began; 0 where the system does not tell.
func Processor() time.Duration { return processorTime() }

// Percentile returns the smallest duration that at least share of the sample
// does not exceed (nearest rank); 0 for an empty sample. The sample is left as
// it was.
func Percentile(sample []time.Duration, share float64) time.Duration {
	if len(sample) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(sample))
	rank := int(math.Ceil(share * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// Median is the Percentile of one half.
func Median(sample []time.Duration) time.Duration { return Percentile(sample, .5) }

// milliseconds is a duration as results give it.
func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// spread gives the 50th, 95th and 99th percentiles of a sample.
func spread(name string, sample []time.Duration, settings map[string]any) []Result {
	s := Settings(settings)
	s["samples"] = len(sample)
	var out []Result
	for _, p := range []struct {
		end   string
		share float64
	}{{".p50", .5}, {".p95", .95}, {".p99", .99}} {
		out = append(out, Result{Name: name + p.end, Value: milliseconds(Percentile(sample, p.share)), Unit: "ms", Settings: s})
	}
	return out
}

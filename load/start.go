package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Launched is a process that has begun.
type Launched struct {
	PID int
	// Healthy returns nil once the process says that it is well; it is asked
	// again and again.
	Healthy func(ctx context.Context) error
	// Stop ends the process and waits for it.
	Stop func() error
}

// Start measures how long a process takes from its launch until it says it is
// well, and what it keeps in memory after idle has passed, as medians of
// times launches. Where the system does not tell memory, that result is
// missing.
func Start(ctx context.Context, times int, idle time.Duration, launch func(ctx context.Context) (Launched, error), settings map[string]any) ([]Result, error) {
	var took, memory []time.Duration // memory in bytes, to share Median
	for range times {
		start := time.Now()
		p, err := launch(ctx)
		if err != nil {
			return nil, fmt.Errorf("launch: %w", err)
		}
		err = untilHealthy(ctx, p)
		if err == nil {
			took = append(took, time.Since(start))
			err = Sleep(ctx, idle)
		}
		if err == nil {
			bytes, rerr := Resident(p.PID)
			switch {
			case rerr == nil:
				memory = append(memory, time.Duration(bytes))
			case !errors.Is(rerr, os.ErrNotExist):
				err = rerr
			}
		}
		if err = errors.Join(err, p.Stop()); err != nil {
			return nil, err
		}
	}
	s := Settings(settings)
	s["launches"] = times
	out := []Result{{Name: "start", Value: Median(took).Seconds(), Unit: "s", Settings: s}}
	if len(memory) > 0 {
		out = append(out, Result{Name: "start.resident", Value: float64(Median(memory)) / 1e6, Unit: "MB", Settings: s})
	}
	return out, nil
}

// untilHealthy asks every few milliseconds until the process is well or ctx
// ends.
func untilHealthy(ctx context.Context, p Launched) error {
	for {
		err := p.Healthy(ctx)
		if err == nil {
			return nil
		}
		if serr := Sleep(ctx, 5*time.Millisecond); serr != nil {
			return fmt.Errorf("not healthy: %w", errors.Join(err, serr))
		}
	}
}

// Sleep waits, unless ctx ends before: then it returns why.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Resident returns how many bytes of memory a process holds (VmRSS of
// proc(5)). The error is os.ErrNotExist where the system has no /proc or no
// such process.
func Resident(pid int) (int64, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0, err
	}
	return residentOf(b)
}

// Peak returns the most memory that this process has held (VmHWM of proc(5)).
// The error is as that of Resident.
func Peak() (int64, error) {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	return fieldOf(b, "VmHWM")
}

func residentOf(status []byte) (int64, error) { return fieldOf(status, "VmRSS") }

// fieldOf reads one size of a status file, in bytes.
func fieldOf(status []byte, name string) (int64, error) {
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		rest, ok := strings.CutPrefix(lines.Text(), name+":")
		if !ok {
			continue
		}
		kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", name, err)
		}
		return kb * 1024, nil
	}
	return 0, fmt.Errorf("no %s in status", name)
}

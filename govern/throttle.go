package govern

import (
	"sync"
	"time"
)

// Throttle slows down the guessing of passwords. Wrong ones are counted per
// account and address, so that a stranger cannot lock the owner out, and per
// address alone, so that one machine cannot try one password on every account.
// Nothing is written down: a restart forgets. The zero Throttle is ready; it is
// safe for several goroutines.
type Throttle struct {
	mu    sync.Mutex
	tries map[string]tries
}

// tries is what is known of one account and address, or of one address.
type tries struct {
	wrong int
	last  time.Time
}

// The first tries are free, since people mistype; then each wrong one doubles
// the wait. One address may serve a whole office, hence its larger allowance.
const (
	freeTries        = 5
	freeAddressTries = 40
	firstWait        = 5 * time.Second
	mostWait         = 15 * time.Minute
	forgetAfter      = time.Hour
	mostTries        = 20_000 // entries kept: about 2 MB
)

// Wait returns how long who asks from address must wait before login's password
// is looked at again; zero when it may be now.
func (t *Throttle) Wait(login, address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := wait(t.tries[pairKey(login, address)], freeTries, now)
	return max(w, wait(t.tries[address], freeAddressTries, now))
}

// Wrong notes a wrong password.
func (t *Throttle) Wrong(login, address string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tries == nil {
		t.tries = map[string]tries{}
	}
	if len(t.tries) >= mostTries {
		t.forget(now)
	}
	for _, key := range []string{pairKey(login, address), address} {
		e := t.tries[key]
		if now.Sub(e.last) > forgetAfter {
			e.wrong = 0
		}
		t.tries[key] = tries{wrong: e.wrong + 1, last: now}
	}
}

// Right notes a right password: that account starts afresh from that address.
// The address alone does not, else an attacker would sign in to an account of
// their own between guesses.
func (t *Throttle) Right(login, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, pairKey(login, address))
}

// forget drops what is old; when that frees nothing, everything: an attacker
// with that many addresses is not stopped by counting them.
func (t *Throttle) forget(now time.Time) {
	for k, e := range t.tries {
		if now.Sub(e.last) > forgetAfter {
			delete(t.tries, k)
		}
	}
	if len(t.tries) >= mostTries {
		clear(t.tries)
	}
}

// wait is what is left to wait after e.
func wait(e tries, free int, now time.Time) time.Duration {
	over := e.wrong - free
	if over < 0 || now.Sub(e.last) > forgetAfter {
		return 0
	}
	w := mostWait
	if over < 16 { // beyond, the shift alone exceeds mostWait
		w = min(mostWait, firstWait<<over)
	}
	return max(0, e.last.Add(w).Sub(now))
}

// pairKey parts with a NUL, which neither a login nor an address holds.
func pairKey(login, address string) string { return login + "\x00" + address }

package sqlite

import "sync"

// calls wakes everybody who waits. The zero value is ready.
type calls struct {
	mu   sync.Mutex
	next chan struct{} // nil while nobody waits
}

// wait returns a channel that is closed at the next call.
func (c *calls) wait() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		c.next = make(chan struct{})
	}
	return c.next
}

func (c *calls) call() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil {
		close(c.next)
		c.next = nil
	}
}

// Moved implements alert.Waker.
func (s *Store) Moved() <-chan struct{} { return s.moved.wait() }

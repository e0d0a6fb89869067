//go:build unix

package load

import (
	"syscall"
	"time"
)

// processor returns the processor time, user and system, that this process
// took since it began.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

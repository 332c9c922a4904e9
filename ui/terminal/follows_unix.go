//go:build !windows

package terminal

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// follows waits for more input, for so long, and reports whether there is any. The end
// of the input counts as some.
func (in input) follows(wait time.Duration) bool {
	until := time.Now().Add(wait)
	for {
		fds := []unix.PollFd{{Fd: int32(in.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(max(time.Until(until), 0).Milliseconds()))
		if !errors.Is(err, unix.EINTR) {
			return n > 0 || err != nil
		}
	}
}

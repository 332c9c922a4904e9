package terminal

import "time"

// follows reports that there is more: Bubble Tea reads the console by itself.
func (input) follows(time.Duration) bool { return true }

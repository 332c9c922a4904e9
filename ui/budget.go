package ui

import (
	"strings"
	"time"

	"rcfwd/api/rest"
)

// What is left of the rate limits, on the screen while it is less than a quarter.

// budget is the limits that are nearly used up.
type budget struct {
	low []rest.Group
}

// readBudget keeps those of groups of which little is left at now.
func readBudget(groups []rest.Group, now time.Time) budget {
	var b budget
	for _, g := range groups {
		if g.Low(now) {
			b.low = append(b.low, g)
		}
	}
	return b
}

// words name what is left of each limit: "Medium limit: 9 of 40 left", shorter in a
// narrow window.
func (b budget) words(now time.Time, w int) string {
	parts := make([]string, 0, len(b.low))
	for _, g := range b.low {
		left := itoa(g.Left(now))
		if w < belowWidth {
			parts = append(parts, g.Name+" "+left+"/"+itoa(g.Limit))
			continue
		}
		parts = append(parts, g.Name+" limit: "+left+" of "+itoa(g.Limit)+" left")
	}
	return strings.Join(parts, ", ")
}

// next is how long it takes until the words may be others; 0 when there are none.
func (b budget) next(now time.Time) time.Duration {
	var next time.Duration
	for _, g := range b.low {
		for _, at := range []time.Time{g.Until, g.Expires()} {
			if d := at.Sub(now); d > 0 && (next == 0 || d < next) {
				next = d
			}
		}
	}
	return next
}

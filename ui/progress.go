package ui

import (
	"context"
	"strings"
	"sync"

	"rcfwd/api/change"
	"rcfwd/api/rest"
)

// How far the writes in flight have come, for the line that says what waits.

// activeWrite is a write in flight.
type activeWrite struct {
	ctx   context.Context // its end stops waiting, not what was sent
	end   context.CancelFunc
	words string          // what it does: "Removing Cabin"
	shown change.Progress // as it was when the wait was shown last

	mu     sync.Mutex
	latest change.Progress
}

// newActiveWrite begins a write within parent.
func newActiveWrite(parent context.Context, words string) *activeWrite {
	a := &activeWrite{words: words}
	ctx, end := context.WithCancel(parent)
	a.ctx, a.end = rest.WithTask(change.WithProgress(ctx, a.report), a), end
	return a
}

// report is called by the goroutine of the write.
func (a *activeWrite) report(p change.Progress) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.latest = p
}

// refresh shows how far the write has come.
func (a *activeWrite) refresh() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.shown = a.latest
}

// waitWords say that a wait of the write goes on for a time, such as "Removing Cabin: the
// flip list done, the rules that ring Cabin wait 40s for RingCentral's Medium limit".
func (a *activeWrite) waitWords(w rest.Wait, left string) string {
	p := a.shown
	words := a.words
	if p.Changes > 1 {
		words += ", " + itoa(p.Change) + " of " + itoa(p.Changes)
	}
	words += ": "
	until := " " + left + " for " + w.Reason
	switch {
	case p.Lost:
		return words + "the answer was lost; reading the result waits" + until
	case a.ctx.Err() != nil:
		return words + "stopped; " + asideWords(p) + "putting it back waits" + until
	case p.Stopped:
		return words + "a part was refused; putting the rest back waits" + until
	case len(p.Done)+len(p.Left) == 0:
		return words + "nothing sent yet, reading it again waits" + until
	case len(p.Done) > 0:
		words += someNames(p.Done) + " done, "
	}
	words += asideWords(p)
	if len(p.Left) == 0 {
		return words + "reading the result waits" + until
	}
	return words + someNames(p.Left) + waitVerb(p.Left) + until
}

// asideWords name the numbers that have another flip digit for now.
func asideWords(p change.Progress) string {
	if len(p.Aside) == 0 {
		return ""
	}
	return strings.Join(p.Aside, ", ") + "; "
}

func waitVerb(names []string) string {
	if len(names) > 1 || strings.HasPrefix(names[0], "the rules") {
		return " wait"
	}
	return " waits"
}

// someNames lists names: all of a few, otherwise two and how many more there are.
func someNames(names []string) string {
	if len(names) > 3 {
		names = append(names[:2:2], itoa(len(names)-2)+" more")
	}
	return strings.Join(names, ", ")
}

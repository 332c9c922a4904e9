package cli

import (
	"context"
	"strings"
	"time"

	"rcfwd/api/calls"
	"rcfwd/ui/cli/output"
)

// callEvent is a change of the live calls.
type callEvent struct {
	callRow
	what string
}

// The events. A call that is there when the watch begins has begun.
const (
	callBegan   = "began"
	callChanged = "changed"
	callEnded   = "ended"
)

func callEventList() output.List {
	return output.List{Unit: "event", Key: "id", Fields: append([]output.Field{
		{Name: "event", Kind: output.Text, Title: "Event", Help: "began, changed or ended.", Value: output.Of(func(e *callEvent) any { return e.what })},
	}, callFields(func(record any) *callRow { return &record.(*callEvent).callRow })...)}
}

// watchCalls prints events until its context ends: ctrl+c, or --timeout, which is how long
// to watch. That the calls cannot be read at first, or that the sign-in has ended, is an
// error; other failures are told, and pass.
func watchCalls(ctx context.Context, i *invocation) error {
	s, live, err := i.openForCalls(ctx)
	if err != nil {
		return err
	}
	p, err := newLinePrinter(i, callEventList())
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	snapshots := s.monitor().Watch(ctx)
	defer func() {
		stop()
		for range snapshots {
		}
	}()
	w := callWatcher{session: s, printer: p}
	for more := true; more && !p.Done(); live, more = <-snapshots {
		if err := w.take(&live); err != nil {
			return err
		}
	}
	return p.Close()
}

// newLinePrinter is newPrinter for rows that appear as they come: on a terminal they are in
// no table, whose widths are known only at the end.
func newLinePrinter(i *invocation, l output.List) (*output.Printer, error) {
	o := i.printing.options(false)
	if o.Form == output.Table {
		o.Form = output.Tabs
	}
	p, err := output.NewPrinter(i.out, l, o)
	if err != nil {
		return nil, asUsage(err, i.cmd)
	}
	return p, nil
}

// callWatcher turns snapshots into events.
type callWatcher struct {
	*session
	printer *output.Printer
	last    []calls.Call
	told    string // what was said of how well the calls are known
}

// take prints what a snapshot changes.
func (w *callWatcher) take(s *calls.Snapshot) error {
	if s.Err != nil && exitCodeOf(s.Err) == ExitSignIn {
		return s.Err
	}
	w.tellHealth(s.Health)
	if !s.Known {
		return nil
	}
	for _, e := range callEvents(w.last, s.Calls) {
		e.at = time.Now()
		if err := w.printer.Print(&e); err != nil {
			return err
		}
	}
	w.last = s.Calls
	return nil
}

// tellHealth says what keeps the calls from being known at once, when that changes.
func (w *callWatcher) tellHealth(h calls.Health) {
	words := strings.TrimSpace(h.Why + " " + h.Do)
	if words == w.told {
		return
	}
	if w.told = words; words == "" {
		words = "Live events come again."
	}
	w.note("%s", words)
}

// callEvents returns what changed between two lists of calls.
func callEvents(before, now []calls.Call) (events []callEvent) {
	was, is := byName(before), byName(now)
	for _, c := range before {
		if _, there := is[c.Name()+c.ID]; !there {
			c.State = calls.Ended
			events = append(events, callEvent{callRow{Call: c}, callEnded})
		}
	}
	for _, c := range now {
		old, there := was[c.Name()+c.ID]
		switch {
		case !there:
			events = append(events, callEvent{callRow{Call: c}, callBegan})
		case old != c:
			events = append(events, callEvent{callRow{Call: c}, callChanged})
		}
	}
	return events
}

// byName is not inlined: its copies would make the program larger.
//
//go:noinline
func byName(all []calls.Call) map[string]calls.Call {
	m := map[string]calls.Call{}
	for _, c := range all {
		m[c.Name()+c.ID] = c
	}
	return m
}

package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/index"
	"rcfwd/api/rest"
	"rcfwd/api/sweep"
	"rcfwd/ui/cli/output"
)

// rcfwd watch follows changes of the account, and keeps the index as new as they are.

func watchVerb() *verb {
	return &verb{
		use: "watch", short: "Print an event a line as extensions of the account change",
		long: "watch prints a line whenever an extension of the account changes, and reads it again into the index, until\n" +
			"ctrl+c, --timeout or --limit ends it. Where it may have missed changes it prints the event gap, the first time\n" +
			"as it begins, and reads what may be out of date. RingCentral tells of no change of forwarding or flip numbers.",
		prints: accountEventList(), run: watchAccount, scopes: readScopes, flags: declareWatch,
		examples: []string{"rcfwd watch --demo --as 101 --limit 1", "rcfwd watch --demo --as 101 --limit 1 --jsonl"},
	}
}

func declareWatch(cmd *cobra.Command, i *invocation) {
	declareScope(cmd, i)
	declareShare(cmd, i)
}

// accountEvent is an event, with the name of the extension as far as it is known.
type accountEvent struct {
	calls.ExtensionEvent
	number, name string
	at           time.Time
}

// accountEvents are the events, by the words of the service.
var accountEvents = map[string]string{"Create": "created", "Update": "changed", "Delete": "deleted"}

func (e *accountEvent) word() string {
	if e.Gap {
		return "gap"
	}
	if word, known := accountEvents[e.Type]; known {
		return word
	}
	return "changed"
}

func accountEventList() output.List {
	return output.List{Unit: "event", Key: "extensionId", Fields: []output.Field{
		{Name: "event", Kind: output.Text, Title: "Event", Help: "changed, created, deleted, or gap: changes may have been missed.",
			Value: output.Of(func(e *accountEvent) any { return e.word() })},
		{Name: "extensionNumber", Kind: output.Text, Title: "Extension", Help: "Short number that people dial.",
			Value: output.Of(func(e *accountEvent) any { return orNull(e.number) })},
		{Name: "extensionName", Kind: output.Text, Title: "Name", Help: "Name of the extension.",
			Value: output.Of(func(e *accountEvent) any { return orNull(e.name) })},
		{Name: "hints", Kind: output.Array, Title: "What", Help: "What changed, as the service calls it, such as AnsweringRules.",
			Value: output.Of(func(e *accountEvent) any { return append([]string{}, e.Hints...) })},
		{Name: "extensionId", Kind: output.Text, Help: "Id of the extension; opaque.",
			Value: output.Of(func(e *accountEvent) any { return orNull(e.ID) })},
		{Name: "since", Kind: output.Time, Help: "For a gap: when the last event came before it.",
			Value: output.Of(func(e *accountEvent) any { return timeOrNull(e.Since.Truncate(time.Second)) })},
		{Name: "at", Kind: output.Time, Title: "At", Help: "When the event came.",
			Value: output.Of(func(e *accountEvent) any { return e.at.Truncate(time.Second) })},
	}}
}

// accountWatcher prints events and reads again what they are about.
type accountWatcher struct {
	*session
	options sweep.Options
	printer *output.Printer
	names   map[string]index.Head
	changed chan string // ids to be read again
	gaps    chan bool   // whether all that was read is out of date
	stop    context.CancelFunc
	failed  error
}

func watchAccount(ctx context.Context, i *invocation) error {
	o, err := i.sweepOptions()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	o.Client = s.client()
	if o.Index, err = s.index(ctx); err != nil {
		return err
	}
	p, err := newLinePrinter(i, accountEventList())
	if err != nil {
		return err
	}
	w := &accountWatcher{session: s, options: o, printer: p, changed: make(chan string, 1000), gaps: make(chan bool, 1)}
	if err := w.learnNames(); err != nil {
		return err
	}
	if err := w.watch(ctx); err != nil {
		return err
	}
	return p.Close()
}

// watch follows the account until its context ends, which is no error, or enough was
// printed.
func (w *accountWatcher) watch(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	w.stop = stop
	read := make(chan struct{})
	go func() {
		defer close(read)
		w.read(watching)
	}()
	err := w.monitor().Extensions(watching, w.take)
	stop()
	<-read
	if watching.Err() != nil && errors.Is(err, watching.Err()) {
		err = nil
	}
	return errors.Join(w.failed, err)
}

// take prints an event, and has what it is about read again.
func (w *accountWatcher) take(e calls.ExtensionEvent) {
	head := w.names[e.ID]
	if err := w.printer.Print(&accountEvent{e, head.Number, head.Name, time.Now()}); err != nil || w.printer.Done() {
		w.failed = err
		w.stop()
		return
	}
	if e.Gap {
		select {
		case w.gaps <- !e.Since.IsZero():
		default: // one is waiting
		}
		return
	}
	select {
	case w.changed <- e.ID:
	default: // so many changes are a gap
		select {
		case w.gaps <- true:
		default:
		}
	}
}

// learnNames takes the names of extensions from the index, where they were read before.
func (w *accountWatcher) learnNames() error {
	heads, err := w.options.Index.Heads()
	names := make(map[string]index.Head, len(heads))
	for _, h := range heads {
		names[h.ID] = h
	}
	w.names = names
	return err
}

// read reads what events name, and after a gap what may be out of date, until ctx ends. A
// sweep goes on while single extensions are read.
func (w *accountWatcher) read(ctx context.Context) {
	var current *sweep.Sweep
	end := func() {}
	for {
		select {
		case <-ctx.Done():
			end()
			return
		case all := <-w.gaps:
			end()
			o := w.options
			o.Fresh = all
			current = sweep.New(o)
			end = w.sweepBeside(ctx, current)
		case id := <-w.changed:
			if current != nil {
				_, err := current.Reread(ctx, id)
				w.report(ctx, err)
			}
		}
	}
}

// sweepBeside reads the list, and then what is due in a goroutine of its own. That another
// sweep runs is no failure: it reads the same. end stops it.
func (w *accountWatcher) sweepBeside(ctx context.Context, s *sweep.Sweep) (end func()) {
	if _, err := s.Estimate(ctx); err != nil {
		s.Close()
		if _, running := errors.AsType[*sweep.RunningError](err); !running {
			w.report(ctx, err)
		}
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var run rest.PanicGroup
	run.Go(func() {
		_, err := s.Run(ctx)
		w.report(ctx, err)
	})
	return func() {
		cancel()
		run.Wait()
	}
}

// report says what could not be read.
func (w *accountWatcher) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		w.say("rcfwd: " + api.Explain(err).String())
	}
}

package calls

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// ExtensionEvent is a change of an extension of the account, or, with Gap, a time in which
// changes may have been missed.
type ExtensionEvent struct {
	ID    string   // of the extension
	Type  string   // Create, Update or Delete, as the service sends it
	Hints []string // what changed, such as AnsweringRules; may be empty

	Gap   bool      // changes after Since may have been missed
	Since time.Time // when events were last known to come; zero at the beginning
}

// Extensions follows the changes of all extensions of the account by one subscription, and
// calls tell for each, not at the same time as itself. It connects again when the
// connection ends, as the service has it do every 24 hours, and tells of a gap where it
// could not resume (dossier section 13). The first event is a gap: what changed before is
// not known.
//
// It returns ctx's error, or why the service sends no such events.
func (m *Monitor) Extensions(ctx context.Context, tell func(ExtensionEvent)) error {
	f := &extensionFeed{monitor: m, tell: tell}
	for wait := firstPause; ; wait = min(2*wait, longestPause) {
		err := f.connect(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case unavailable(err):
			return socketRefused(err)
		case f.worked:
			wait = firstPause
		}
		f.worked = false
		if !routineClose(err) {
			sleep(ctx, wait)
		}
	}
}

// Pauses between two tries to connect (dossier section 5).
const (
	firstPause   = 2 * time.Second
	longestPause = time.Minute
)

// extensionFeed is the subscription to the changes of extensions.
type extensionFeed struct {
	monitor *Monitor
	tell    func(ExtensionEvent)

	recovery string    // token to resume with
	lost     time.Time // when the last frame came; zero before the first
	within   time.Duration
	worked   bool // the connection delivered events
}

// connect opens a socket and handles its frames until it closes. It returns the reason,
// never nil.
func (f *extensionFeed) connect(ctx context.Context) error {
	if time.Since(f.lost) > f.within {
		f.recovery = ""
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s, err := f.monitor.dial(ctx, f.recovery)
	if err != nil {
		if e, ok := asError(err); ok && e.Status != 0 {
			f.recovery = "" // the service may refuse the token
		}
		return err
	}
	s.stop = stop
	s.timer = time.AfterFunc(replyTimeout, func() { stop(rest.ErrSlow) })
	var heartbeats sync.WaitGroup
	heartbeats.Go(f.monitor.guarded(func() { s.heartbeats(ctx) }))
	err = f.readFrames(ctx, s)
	s.release(0, nil)
	s.timer.Stop()
	stop(nil)
	_ = s.CloseNow()
	heartbeats.Wait()
	return err
}

func (f *extensionFeed) readFrames(ctx context.Context, s *socket) error {
	for {
		_, message, err := s.Read(ctx)
		if err != nil {
			return readError(ctx, err)
		}
		s.markReceived()
		got := readFrame(message)
		if err := f.handle(ctx, s, got); err != nil {
			return err
		}
		if f.worked {
			f.lost = time.Now()
		}
		if got.Recovery.Token != "" {
			f.recovery = string(got.Recovery.Token)
		}
	}
}

func (f *extensionFeed) handle(ctx context.Context, s *socket, got frame) error {
	switch {
	case got.Type == typeDetails:
		return f.begin(ctx, s, got)
	case s.pending != "" && string(got.MessageID) == s.pending:
		if err := s.subscribed(got); err != nil {
			return err
		}
		f.follows(s, false)
	case got.Type == typeError:
		return got.err(opConnect)
	case got.Type == typeEvent:
		f.event(got)
	}
	return nil
}

// begin handles the first frame: it subscribes, unless the last connection goes on.
func (f *extensionFeed) begin(ctx context.Context, s *socket, got frame) error {
	var w wireDetails
	_ = json.Unmarshal(got.body, &w) // its fields are optional
	f.within = w.recoveryWindow()
	if f.recovery != "" && w.RecoveryState == "Successful" {
		f.follows(s, true)
		return nil
	}
	return f.monitor.subscribe(ctx, s, f.monitor.client.AccountPath("extension"))
}

// follows notes that events come from now on.
func (f *extensionFeed) follows(s *socket, resumed bool) {
	s.timer.Stop()
	f.worked = true
	if !resumed {
		f.tell(ExtensionEvent{Gap: true, Since: f.lost})
	}
}

// event tells of an event about an extension of the list.
func (f *extensionFeed) event(got frame) {
	var w struct {
		Event string `json:"event"`
		Body  struct {
			ID    jsonobj.FlexString   `json:"extensionId"`
			Type  jsonobj.FlexString   `json:"eventType"`
			Hints []jsonobj.FlexString `json:"hints"`
		} `json:"body"`
	}
	if json.Unmarshal(got.body, &w) != nil || !strings.HasSuffix(w.Event, "/extension") || w.Body.ID == "" {
		return
	}
	e := ExtensionEvent{ID: rest.Clean(w.Body.ID), Type: rest.Clean(w.Body.Type)}
	for _, h := range w.Body.Hints {
		e.Hints = append(e.Hints, rest.Clean(h))
	}
	f.tell(e)
}

package calls

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"rcfwd/api/rest"
)

// errNotRecovered is the error when the service does not resume the last connection.
var errNotRecovered = errors.New("RingCentral did not resume the last connection")

// connect opens a socket and handles its frames until it closes. It returns the
// reason, never nil.
func (t *tracker) connect(ctx context.Context) error {
	recovery := t.recovery()
	if recovery == "" {
		t.monitor.waitForLimit(ctx)
	}
	received, err := t.runSocket(ctx, recovery)
	e, ok := asError(err)
	switch {
	case received && !routineClose(err): // an error on a socket that worked does not refuse the next one
		return rest.NoAnswer(opConnect, err)
	case !received && recovery != "" && ok && e.Op == opConnect.What && e.Status != 0:
		t.forgetRecovery()
		return rest.NoAnswer(opConnect, errNotRecovered)
	}
	return err
}

// runSocket does what connect says, with a recovery token or "". It reports whether
// the socket delivered events.
func (t *tracker) runSocket(ctx context.Context, recovery string) (received bool, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	s, err := t.monitor.dial(ctx, recovery)
	if err != nil {
		stop(nil)
		return false, err
	}
	s.stop = stop
	s.timer = time.AfterFunc(replyTimeout, func() { stop(rest.ErrSlow) })
	var heartbeats sync.WaitGroup
	heartbeats.Go(t.monitor.guarded(func() { s.heartbeats(ctx) }))
	err = t.readFrames(ctx, s)
	s.release(0, nil)
	s.timer.Stop()
	stop(nil)
	_ = s.CloseNow()
	heartbeats.Wait()
	return s.receiving, err
}

// readFrames reads and handles frames until one fails.
func (t *tracker) readFrames(ctx context.Context, s *socket) error {
	path, err := t.monitor.client.ExtensionPath(ctx, "presence")
	if err != nil {
		return err
	}
	for {
		_, message, err := s.Read(ctx)
		if err != nil {
			return readError(ctx, err)
		}
		s.markReceived()
		f := readFrame(message)
		t.saveRecovery(f)
		if err := t.handleFrame(ctx, s, f, path); err != nil {
			return err
		}
	}
}

func (t *tracker) handleFrame(ctx context.Context, s *socket, f frame, path string) error {
	switch {
	case f.Type == typeDetails:
		return t.handleDetails(ctx, s, f, path)
	case s.pending != "" && string(f.MessageID) == s.pending:
		return t.handleSubscribed(s, f)
	case f.Type == typeError:
		return f.err(opConnect)
	case f.Type == typeEvent:
		t.handleEvent(f)
	}
	return nil
}

// handleDetails handles the first frame: it subscribes, unless the connection
// resumes the last one.
func (t *tracker) handleDetails(ctx context.Context, s *socket, f frame, path string) error {
	var w wireDetails
	if json.Unmarshal(f.body, &w) != nil {
		w = wireDetails{}
	}
	t.mu.Lock()
	t.link.resume.until, t.link.resume.within = time.Time{}, w.recoveryWindow()
	t.mu.Unlock()
	if w.RecoveryState == "Successful" {
		t.linkUp(s, true)
		return nil
	}
	return t.monitor.subscribe(ctx, s, path+"?"+presenceQuery+"=true")
}

// handleSubscribed handles the answer to the subscription.
func (t *tracker) handleSubscribed(s *socket, f frame) error {
	if err := s.subscribed(f); err != nil {
		return err
	}
	t.linkUp(s, false)
	return nil
}

// subscribe asks for the events of a filter. Its answer is that to s.pending.
func (m *Monitor) subscribe(ctx context.Context, s *socket, filter string) error {
	s.timer.Reset(replyTimeout) // also limits the wait in Acquire
	reservation, err := m.client.REST().Limits().Acquire(ctx, opSubscribe)
	if err != nil {
		return readError(ctx, err)
	}
	s.pending, s.reservation = s.id(), reservation
	return s.send(ctx, map[string]string{
		"type": typeRequest, "messageId": s.pending, "method": http.MethodPost, "path": "/restapi/v1.0/subscription/",
	}, map[string]any{
		"eventFilters": []string{filter},
		"deliveryMode": map[string]string{"transportType": "WebSocket"},
	})
}

// subscribed reads the answer to a subscription.
func (s *socket) subscribed(f frame) error {
	s.pending = ""
	status, _ := parseInt(f.Status)
	s.release(int(status), f.header())
	return f.err(opSubscribe)
}

// saveRecovery keeps the newest recovery token.
func (t *tracker) saveRecovery(f frame) {
	if f.Recovery.Token == "" {
		return
	}
	n, _ := parseInt(f.Recovery.Sequence)
	t.mu.Lock()
	defer t.mu.Unlock()
	r := &t.link.resume
	if f.Type == typeDetails || n >= r.sequence {
		r.token, r.sequence = string(f.Recovery.Token), n
	}
}

// handleEvent applies a presence event. An event without the calls, and a gap in
// the numbers, make a read due.
func (t *tracker) handleEvent(f frame) {
	var e wireEvent
	if json.Unmarshal(f.body, &e) != nil || !strings.Contains(e.Event, "/presence") {
		return
	}
	n, numbered := parseInt(e.Body.Sequence)
	p, ok := e.Body.decode()
	t.change(func() {
		if !ok || !t.state.applyEvent(p, n, numbered, time.Now()) {
			if !ok {
				t.readWithin(0)
			}
			return
		}
		if t.state.order.gap() {
			t.readWithin(gapDelay)
		}
	})
}

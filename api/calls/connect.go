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

// errNotRecovered says that the service would not go on with an earlier connection.
var errNotRecovered = errors.New("RingCentral does not go on with the last connection")

// connect opens a socket and stays on it until it ends; the error says why.
func (r *tracker) connect(ctx context.Context) error {
	recovery := r.recovery()
	if recovery == "" {
		r.monitor.waitForLimit(ctx)
	}
	began, err := r.runSocket(ctx, recovery)
	e, ok := asError(err)
	switch {
	case began && !routineClose(err): // what is said of a socket that worked is no refusal of the next
		return rest.NoAnswer(opConnect, err)
	case !began && recovery != "" && ok && e.Op == opConnect.What && e.Status != 0:
		r.forgetRecovery()
		return rest.NoAnswer(opConnect, errNotRecovered)
	}
	return err
}

// runSocket is connect with a token to recover with, or none. It says whether there
// were events.
func (r *tracker) runSocket(ctx context.Context, recovery string) (began bool, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	s, err := r.monitor.dial(ctx, recovery)
	if err != nil {
		stop(nil)
		return false, err
	}
	s.stop = stop
	s.timer = time.AfterFunc(replyTime, func() { stop(rest.ErrSlow) })
	var beat sync.WaitGroup
	beat.Go(r.monitor.guarded(func() { s.heartbeats(ctx) }))
	err = r.readFrames(ctx, s)
	s.release(0, nil)
	s.timer.Stop()
	stop(nil)
	_ = s.CloseNow()
	beat.Wait()
	return s.receiving, err
}

// readFrames takes in what comes.
func (r *tracker) readFrames(ctx context.Context, s *socket) error {
	path, err := r.monitor.client.ExtensionPath(ctx, "presence")
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
		r.saveRecovery(f)
		if err := r.handleFrame(ctx, s, f, path); err != nil {
			return err
		}
	}
}

// handleFrame takes in one frame.
func (r *tracker) handleFrame(ctx context.Context, s *socket, f frame, path string) error {
	switch {
	case f.Type == typeDetails:
		return r.handleDetails(ctx, s, f, path)
	case s.pending != "" && string(f.MessageID) == s.pending:
		return r.handleSubscribed(s, f)
	case f.Type == typeError:
		return f.err(opConnect)
	case f.Type == typeEvent:
		r.handleEvent(f)
	}
	return nil
}

// handleDetails is for the first frame: it subscribes, unless the connection goes on
// where the last one ended.
func (r *tracker) handleDetails(ctx context.Context, s *socket, f frame, path string) error {
	var w wireDetails
	if json.Unmarshal(f.body, &w) != nil {
		w = wireDetails{}
	}
	r.mu.Lock()
	r.link.resume.until, r.link.resume.within = time.Time{}, w.recoveryWindow()
	r.mu.Unlock()
	if w.RecoveryState == "Successful" {
		r.linkUp(s, true)
		return nil
	}
	s.timer.Reset(replyTime) // which ends waiting for the limit, too
	pass, err := r.monitor.client.REST().Limits().Acquire(ctx, opSubscribe)
	if err != nil {
		return readError(ctx, err)
	}
	s.pending, s.reservation = s.id(), pass
	return s.send(ctx, map[string]string{
		"type": typeRequest, "messageId": s.pending, "method": http.MethodPost, "path": "/restapi/v1.0/subscription/",
	}, map[string]any{
		"eventFilters": []string{path + "?" + presenceQuery + "=true"},
		"deliveryMode": map[string]string{"transportType": "WebSocket"},
	})
}

func (r *tracker) handleSubscribed(s *socket, f frame) error {
	s.pending = ""
	status, _ := parseInt(f.Status)
	s.release(int(status), f.header())
	if err := f.err(opSubscribe); err != nil {
		return err
	}
	r.linkUp(s, false)
	return nil
}

// saveRecovery keeps the newest token to recover with.
func (r *tracker) saveRecovery(f frame) {
	if f.Recovery.Token == "" {
		return
	}
	n, _ := parseInt(f.Recovery.Sequence)
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.link.resume
	if f.Type == typeDetails || n >= t.sequence {
		t.token, t.sequence = string(f.Recovery.Token), n
	}
}

// handleEvent takes in an event of presence.
func (r *tracker) handleEvent(f frame) {
	var e wireEvent
	if json.Unmarshal(f.body, &e) != nil || !strings.Contains(e.Event, "/presence") {
		return
	}
	n, numbered := parseInt(e.Body.Sequence)
	t, ok := e.Body.decode()
	r.change(func() {
		if !ok || !r.state.applyEvent(t, n, numbered, time.Now()) {
			if !ok {
				r.dueIn(0)
			}
			return
		}
		if r.state.order.gap() {
			r.dueIn(settling)
		}
	})
}

package calls

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"rcfwd/api"
)

// errRecovery says that the service would not go on with an earlier connection.
var errRecovery = errors.New("RingCentral does not go on with the last connection")

// connect opens a socket and stays on it until it ends; the error says why.
func (r *loop) connect(ctx context.Context) error {
	recovery := r.recovery()
	if recovery == "" {
		r.line.rest(ctx)
	}
	began, err := r.stay(ctx, recovery)
	e, ok := asError(err)
	switch {
	case began && !routine(err): // what is said of a socket that worked is no refusal of the next
		return api.NoAnswer(opConnect, err)
	case !began && recovery != "" && ok && e.Op == opConnect.What && e.Status != 0:
		r.forget()
		return api.NoAnswer(opConnect, errRecovery)
	}
	return err
}

// stay is connect with a token to recover with, or none. It says whether there
// were events.
func (r *loop) stay(ctx context.Context, recovery string) (began bool, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	s, err := r.line.dial(ctx, recovery)
	if err != nil {
		stop(nil)
		return false, err
	}
	s.stop = stop
	s.timer = time.AfterFunc(replyTime, func() { stop(api.ErrSlow) })
	var beat sync.WaitGroup
	beat.Go(r.line.guarded(func() { s.beat(ctx) }))
	err = r.listen(ctx, s)
	s.leave(0, nil)
	s.timer.Stop()
	stop(nil)
	_ = s.CloseNow()
	beat.Wait()
	return s.began, err
}

// listen takes in what comes.
func (r *loop) listen(ctx context.Context, s *socket) error {
	path, err := r.line.client.ExtensionPath(ctx, "presence")
	if err != nil {
		return err
	}
	for {
		_, message, err := s.Read(ctx)
		if err != nil {
			return ended(ctx, err)
		}
		s.hear()
		f := readFrame(message)
		r.remember(f)
		if err := r.take(ctx, s, f, path); err != nil {
			return err
		}
	}
}

// take takes in one frame.
func (r *loop) take(ctx context.Context, s *socket, f frame, path string) error {
	switch {
	case f.Type == typeDetails:
		return r.begin(ctx, s, f, path)
	case s.pending != "" && string(f.MessageID) == s.pending:
		return r.subscribed(s, f)
	case f.Type == typeError:
		return f.failure(opConnect)
	case f.Type == typeEvent:
		r.event(f)
	}
	return nil
}

// begin is for the first frame: it subscribes, unless the connection goes on
// where the last one ended.
func (r *loop) begin(ctx context.Context, s *socket, f frame, path string) error {
	var w wireDetails
	if json.Unmarshal(f.body, &w) != nil {
		w = wireDetails{}
	}
	r.mu.Lock()
	r.link.resume.until, r.link.resume.within = time.Time{}, w.window()
	r.mu.Unlock()
	if w.RecoveryState == "Successful" {
		r.up(s, true)
		return nil
	}
	s.timer.Reset(replyTime) // which ends waiting for the limit, too
	pass, err := r.line.client.Limits().Acquire(ctx, opSubscribe)
	if err != nil {
		return ended(ctx, err)
	}
	s.pending, s.pass = s.id(), pass
	return s.send(ctx, map[string]string{
		"type": typeRequest, "messageId": s.pending, "method": http.MethodPost, "path": "/restapi/v1.0/subscription/",
	}, map[string]any{
		"eventFilters": []string{path + "?" + presenceQuery + "=true"},
		"deliveryMode": map[string]string{"transportType": "WebSocket"},
	})
}

func (r *loop) subscribed(s *socket, f frame) error {
	s.pending = ""
	status, _ := number(f.Status)
	s.leave(int(status), f.header())
	if err := f.failure(opSubscribe); err != nil {
		return err
	}
	r.up(s, false)
	return nil
}

// remember keeps the newest token to recover with.
func (r *loop) remember(f frame) {
	if f.Recovery.Token == "" {
		return
	}
	n, _ := number(f.Recovery.Sequence)
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.link.resume
	if f.Type == typeDetails || n >= t.sequence {
		t.token, t.sequence = string(f.Recovery.Token), n
	}
}

// event takes in an event of presence.
func (r *loop) event(f frame) {
	var e wireEvent
	if json.Unmarshal(f.body, &e) != nil || !strings.Contains(e.Event, "/presence") {
		return
	}
	n, numbered := number(e.Body.Sequence)
	t, ok := e.Body.decode()
	r.change(func() {
		if !ok || !r.book.event(t, n, numbered, time.Now()) {
			if !ok {
				r.dueIn(0)
			}
			return
		}
		if r.book.order.gap() {
			r.dueIn(settling)
		}
	})
}

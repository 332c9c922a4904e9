package signin

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// limitLedger is the file in which the processes of this machine share the limits of one
// app and user, apart from that of the Auth group, which sharedLimit shares. The file
// holds no secret. Once it cannot be used, each process keeps to its own limits.
type limitLedger struct {
	file settings.PrivateFile
	warn func(error) // may be nil

	mu     sync.Mutex
	broken bool
}

// newLimitLedger returns the ledger of the server, app and user of a record, or nil
// without a folder or a token, which tells who the user is.
func newLimitLedger(f settings.Folders, r *tokenstore.Record, warn func(error)) *limitLedger {
	if f.State == "" || r.AccessToken() == "" {
		return nil
	}
	owner, _ := r.OwnerAndScope()
	sum := sha256.Sum256([]byte(r.Server + "\n" + r.ClientID + "\n" + owner))
	return &limitLedger{file: f.PrivateFile(fmt.Sprintf("limits-%x.json", sum[:8])), warn: warn}
}

// Update implements rest.LedgerStore.
func (l *limitLedger) Update(ctx context.Context, edit func([]byte) []byte) bool {
	l.mu.Lock()
	broken := l.broken
	l.mu.Unlock()
	if broken {
		return false
	}
	called := false
	err := l.file.Update(ctx, func(data []byte) []byte { called = true; return edit(data) })
	if err != nil && ctx.Err() == nil && !errors.Is(err, settings.ErrLocked) {
		l.giveUp(err)
	}
	return called
}

// giveUp ends the sharing and says so once.
func (l *limitLedger) giveUp(err error) {
	l.mu.Lock()
	first := !l.broken
	l.broken = true
	l.mu.Unlock()
	if first && l.warn != nil {
		l.warn(settings.UserErrorf(err, "The rate limits are not shared with other rcfwd on this machine. %s", explain(err)))
	}
}

// shareLimits returns a function that shares limits with the other processes whose record
// is of the same server, app and user.
func (o Options) shareLimits(limits *rest.Limits) func(*tokenstore.Record) {
	var mu sync.Mutex
	last := ""
	return func(r *tokenstore.Record) {
		mu.Lock()
		defer mu.Unlock()
		if l := newLimitLedger(o.Folders, r, o.Warn); l != nil && l.file.Path() != last {
			last = l.file.Path()
			limits.Share(l)
		}
	}
}

// notices returns what a person is told of the limits and the clock.
func (o Options) notices() rest.Notices {
	if o.Warn == nil {
		return rest.Notices{}
	}
	return rest.Notices{
		ClockOff: func(ahead time.Duration) {
			word := "behind"
			if ahead < 0 {
				word = "ahead"
			}
			o.Warn(settings.UserErrorf(nil, "The clock of this machine is %v %s of RingCentral's, so rcfwd goes by RingCentral's. Set the clock.", ahead.Abs().Round(time.Minute), word))
		},
		Elsewhere: func(group string) {
			o.Warn(settings.UserErrorf(nil, "The app's %s limit is also used elsewhere: RingCentral counts more requests than rcfwd has sent from this machine.", group))
		},
	}
}

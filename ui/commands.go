package ui

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
)

// Commands are free functions of their inputs, so none can read the model from
// another goroutine. Each answers with one message, whether it failed or not.

func itoa(n int) string { return strconv.Itoa(n) }

// answer is the result of a read.
type answer[T any] struct {
	ticket ticket // the request that it answers
	value  T
	at     time.Time // when it arrived
	err    error
}

// Each read has a message type of its own, so that the root can tell them
// apart.
type (
	numbersLoadedMsg     answer[api.Snapshot]
	devicesLoadedMsg     answer[[]api.Device]
	ownNumbersLoadedMsg  answer[[]api.OwnNumber]
	extensionLoadedMsg   answer[api.Extension] // the extension whose numbers are open
	selfLoadedMsg        answer[api.Extension] // the signed-in user
	accountLoadedMsg     answer[api.Account]
	permissionsLoadedMsg answer[api.Permissions]
	forwardAllLoadedMsg  answer[api.Snapshot]
	namesLoadedMsg       answer[struct{}]
	featuresLoadedMsg    answer[api.Features]
)

// read calls f and answers with a message of type M.
func read[M ~struct {
	ticket ticket
	value  T
	at     time.Time
	err    error
}, T any](ctx context.Context, t ticket, f func(context.Context) (T, error)) tea.Cmd {
	return func() tea.Msg {
		value, err := f(ctx)
		return M(answer[T]{t, value, time.Now(), err})
	}
}

// receive waits for the next value of a channel and answers with msg of it. It
// answers nothing once the channel is closed or ctx has ended.
func receive[T any](ctx context.Context, from <-chan T, msg func(T) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		select {
		case v, ok := <-from:
			if !ok {
				return nil
			}
			return msg(v)
		case <-ctx.Done():
			return nil
		}
	}
}

// writeDoneMsg is the outcome of a write.
type writeDoneMsg struct {
	job    job
	result change.Result
	err    error
	at     time.Time
}

func doWrite(j job) tea.Cmd {
	return func() tea.Msg {
		result, err := j.editor.Do(j.active.ctx, &j.base, j.write)
		return writeDoneMsg{j, result, err, time.Now()}
	}
}

// waitsChangedMsg carries what requests wait for, and what is left of the rate limits.
// The listener must be started again after each.
type waitsChangedMsg answer[waitState]

func watchWaits(ctx context.Context, q WaitSource, t ticket) tea.Cmd {
	return receive(ctx, q.WaitingChanged(), func(struct{}) tea.Msg {
		return waitsChangedMsg{ticket: t, value: readWaits(q), at: time.Now()}
	})
}

// warnedMsg is a failure that does not end the session.
type warnedMsg answer[error]

func watchWarnings(ctx context.Context, warnings <-chan error, t ticket) tea.Cmd {
	return receive(ctx, warnings, func(err error) tea.Msg { return warnedMsg{ticket: t, value: err} })
}

type noticeExpiredMsg struct{ ticket ticket }

func expireNotice(after time.Duration, t ticket) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return noticeExpiredMsg{ticket: t} })
}

type waitTickMsg struct {
	ticket ticket
	at     time.Time
}

func tickWait(after time.Duration, t ticket) tea.Cmd {
	return tea.Tick(after, func(at time.Time) tea.Msg { return waitTickMsg{ticket: t, at: at} })
}

// batch runs commands side by side. It is not inlined, as tea.Batch is: the loop over the
// commands would be in 37 places.
//
//go:noinline
func batch(commands ...tea.Cmd) tea.Cmd { return tea.Batch(commands...) }

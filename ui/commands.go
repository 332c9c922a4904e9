package ui

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Commands are free functions of their inputs, so none can read the model from
// another goroutine. Each answers with one message, failed or not.

func itoa(n int) string { return strconv.Itoa(n) }

// answer is what a read came back with.
type answer[T any] struct {
	ticket ticket // which request it answers
	value  T
	at     time.Time // when it came
	err    error
}

// Each question has a message of its own, for the root to tell them apart by.
type (
	numbersLoadedMsg     answer[[]api.Number]
	devicesLoadedMsg     answer[[]api.Device]
	ownNumbersLoadedMsg  answer[[]api.OwnNumber]
	openedMsg            answer[api.Extension] // whose numbers are open
	signedInMsg          answer[api.Extension] // who is signed in
	accountLoadedMsg     answer[api.Account]
	permissionsLoadedMsg answer[api.Permissions]
	featuresLoadedMsg    answer[api.Features]
)

// read asks f and answers with a message of type M.
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

type numberCreatedMsg struct {
	request api.NewNumber
	number  api.Number
	err     error
}

func createNumber(ctx context.Context, svc Service, n api.NewNumber) tea.Cmd {
	return func() tea.Msg {
		number, err := svc.CreateNumber(ctx, n)
		return numberCreatedMsg{request: n, number: number, err: err}
	}
}

type numberChangedMsg struct {
	old    api.Number
	want   api.Change
	number api.Number
	err    error
}

func changeNumber(ctx context.Context, svc Service, old api.Number, want api.Change) tea.Cmd {
	return func() tea.Msg {
		number, err := svc.UpdateNumber(ctx, old, want)
		return numberChangedMsg{old: old, want: want, number: number, err: err}
	}
}

type digitsSwappedMsg struct {
	a, b api.Number
	err  error
}

func swapDigits(ctx context.Context, svc Service, a, b api.Number, have []api.Number) tea.Cmd {
	return func() tea.Msg {
		return digitsSwappedMsg{a: a, b: b, err: svc.SwapFlip(ctx, a, b, have)}
	}
}

type numbersRemovedMsg struct{ removals []api.Removal }

func removeNumbers(ctx context.Context, svc Service, ids []string) tea.Cmd {
	return func() tea.Msg {
		return numbersRemovedMsg{removals: svc.RemoveNumbers(ctx, ids)}
	}
}

// waitsChangedMsg carries what requests wait for; the listener has to be
// started again after each.
type waitsChangedMsg answer[[]api.Wait]

func watchWaits(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		select {
		case <-svc.WaitsChanged():
			return waitsChangedMsg{ticket: t, value: svc.Waits(), at: time.Now()}
		case <-ctx.Done():
			return nil
		}
	}
}

// warnedMsg is something that went wrong without ending the session.
type warnedMsg answer[error]

func watchWarnings(ctx context.Context, warnings <-chan error, t ticket) tea.Cmd {
	return func() tea.Msg {
		select {
		case err := <-warnings:
			return warnedMsg{ticket: t, value: err}
		case <-ctx.Done():
			return nil
		}
	}
}

type noticeOldMsg struct{ ticket ticket }

func expireNotice(after time.Duration, t ticket) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return noticeOldMsg{ticket: t} })
}

type secondPassedMsg struct {
	ticket ticket
	at     time.Time
}

func passSecond(t ticket) tea.Cmd {
	return tea.Tick(time.Second, func(at time.Time) tea.Msg { return secondPassedMsg{ticket: t, at: at} })
}

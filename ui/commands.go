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

type numbersLoadedMsg struct {
	ticket  ticket
	numbers []api.Number
	at      time.Time
	err     error
}

func loadNumbers(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		numbers, err := svc.Numbers(ctx)
		return numbersLoadedMsg{ticket: t, numbers: numbers, at: time.Now(), err: err}
	}
}

type devicesLoadedMsg struct {
	ticket  ticket
	devices []api.Device
	err     error
}

func loadDevices(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		devices, err := svc.Devices(ctx)
		return devicesLoadedMsg{ticket: t, devices: devices, err: err}
	}
}

// openedMsg says whose numbers are open.
type openedMsg struct {
	ticket    ticket
	extension api.Extension
	err       error
}

func loadExtension(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		extension, err := svc.Extension(ctx)
		return openedMsg{ticket: t, extension: extension, err: err}
	}
}

// signedInMsg says who is signed in.
type signedInMsg struct {
	ticket ticket
	self   api.Extension
	err    error
}

func loadSelf(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		self, err := svc.Self(ctx)
		return signedInMsg{ticket: t, self: self, err: err}
	}
}

type permissionsLoadedMsg struct {
	ticket      ticket
	permissions api.Permissions
	err         error
}

func loadPermissions(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		permissions, err := svc.Permissions(ctx)
		return permissionsLoadedMsg{ticket: t, permissions: permissions, err: err}
	}
}

type featuresLoadedMsg struct {
	ticket   ticket
	features api.Features
	err      error
}

func loadFeatures(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		features, err := svc.Features(ctx, api.FeatureExternalForwarding, api.FeatureEditExternalForwarding,
			api.FeatureCallFlip, api.FeatureEditCallFlip)
		return featuresLoadedMsg{ticket: t, features: features, err: err}
	}
}

type ownNumbersLoadedMsg struct {
	ticket  ticket
	numbers []api.OwnNumber
	err     error
}

func loadOwnNumbers(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		numbers, err := svc.OwnNumbers(ctx)
		return ownNumbersLoadedMsg{ticket: t, numbers: numbers, err: err}
	}
}

type accountLoadedMsg struct {
	ticket  ticket
	account api.Account
	err     error
}

func loadAccount(ctx context.Context, svc Service, t ticket) tea.Cmd {
	return func() tea.Msg {
		account, err := svc.Account(ctx)
		return accountLoadedMsg{ticket: t, account: account, err: err}
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
type waitsChangedMsg struct {
	waits []api.Wait
	at    time.Time
}

func watchWaits(ctx context.Context, svc Service) tea.Cmd {
	return func() tea.Msg {
		select {
		case <-svc.WaitsChanged():
			return waitsChangedMsg{waits: svc.Waits(), at: time.Now()}
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

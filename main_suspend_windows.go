package main

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// stops are what stops a program from outside; Windows has nothing of the kind.
type stops struct{ given atomic.Bool }

func newStops() *stops { return &stops{} }

func (*stops) heed(*tea.Program) {}

func (*stops) ignore() {}

func (*stops) filter(_ tea.Model, msg tea.Msg) tea.Msg { return msg }

func noSuspend() string { return "Windows has no suspending" }

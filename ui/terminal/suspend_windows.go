package terminal

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// suspender does nothing: Windows has no job control.
type suspender struct{ released atomic.Bool }

func newSuspender(<-chan struct{}) *suspender { return &suspender{} }

func (*suspender) watchSignals(*tea.Program) {}

func (*suspender) stopWatching() {}

func (*suspender) filter(_ tea.Model, msg tea.Msg) tea.Msg { return msg }

func noSuspend() string { return "Windows cannot suspend programs" }

func inForeground() bool { return true }

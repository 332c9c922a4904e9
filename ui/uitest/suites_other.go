//go:build !linux

package uitest

import (
	"testing"

	"rcfwd/ui"
)

// These suites need a pseudo-terminal and a process table as Linux has them.

func Terminal(t *testing.T, _ ui.KeyMap)    { t.Skip("only on Linux") }
func Start(t *testing.T, _ ui.KeyMap)       { t.Skip("only on Linux") }
func EndToEnd(t *testing.T, _ ui.KeyMap)    { t.Skip("only on Linux") }
func CommandLine(t *testing.T, _ ui.KeyMap) { t.Skip("only on Linux") }
func Examples(t *testing.T, _ ui.KeyMap)    { t.Skip("only on Linux") }
func SignIn(t *testing.T, _ ui.KeyMap)      { t.Skip("only on Linux") }
func Bytes(t *testing.T, _ ui.KeyMap)       { t.Skip("only on Linux") }
func Table(t *testing.T, _ ui.KeyMap)       { t.Skip("only on Linux") }
func StartTable(t *testing.T, _ ui.KeyMap)  { t.Skip("only on Linux") }

// Main runs the tests and returns the exit code.
func Main(m *testing.M, _ ui.KeyMap) int { return m.Run() }

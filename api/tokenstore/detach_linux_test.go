package tokenstore

import (
	"testing"
)

// A command that asks for a password on the terminal would ask over the screen. In a
// session of its own it has none, and gpg-agent is told none.
func TestRunCommand_givesNoTerminal(t *testing.T) {
	t.Setenv("GPG_TTY", "/dev/pts/9")
	c, err := RunCommand(t.Context(), []string{"sh", "-c", `set -- $(cat /proc/$$/stat); echo "$1=$6.$7.gpg$GPG_TTY" | sed "s/$$/me/g"`})
	if err != nil || c.JWT != "me=me.0.gpg" {
		t.Errorf("process, session, terminal and GPG_TTY are %q, %v", c.JWT, err)
	}
}

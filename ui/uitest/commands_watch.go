package uitest

import (
	"fmt"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// The first event is a gap, because what changed before is not known. Changes of other
// extensions follow.
func watchCommand_followsTheAccount(t *testing.T, keys ui.KeyMap) {
	inBubble(t, keys, sandbox.Options{As: "101", CallHandling: sandbox.NewCallHandling}, func(s *shell) {
		s.args = append(s.args, "--as", "101", "--call-handling", "new")
		id := ""
		go func() {
			for range 2 {
				time.Sleep(20 * time.Second)
				s.server.Change(func(c *sandbox.Company) {
					e := c.Extension("105")
					e.ForwardAllCalls, id = !e.ForwardAllCalls, e.ID
				})
			}
			time.Sleep(20 * time.Second)
			s.server.DropSockets()
			s.server.FailRecovery(1)
		}()
		out := s.must("watch", "--timeout", "2m", "--format", "{event} {extensionId} {hints}")
		want := fmt.Sprintf("gap  \nchanged %[1]s AnsweringRules\nchanged %[1]s AnsweringRules\ngap  \n", id)
		if out != want {
			t.Errorf("%s\nwant\n%s", out, want)
		}
	})
}

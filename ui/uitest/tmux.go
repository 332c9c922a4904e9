//go:build linux

package uitest

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// tmuxServer is a tmux server of its own for a test.
type tmuxServer struct {
	t   *testing.T
	dir string
}

func startTmux(t *testing.T, w, h int, command ...string) *tmuxServer {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	dir, err := os.MkdirTemp("", "rc") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	s := &tmuxServer{t, dir}
	t.Cleanup(func() {
		s.run("kill-server")
		os.RemoveAll(dir)
	})
	s.run(append([]string{"-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "-e", envRun + "=1", "-e", "HOME=" + t.TempDir()}, command...)...)
	return s
}

// run runs a command of tmux and returns what it prints.
func (s *tmuxServer) run(args ...string) string {
	cmd := exec.Command("tmux", append([]string{"-L", "rcfwd", "-u"}, args...)...)
	cmd.Env = []string{"TMUX_TMPDIR=" + s.dir, "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color"}
	out, err := cmd.CombinedOutput()
	if err != nil && args[0] != "kill-server" {
		s.t.Errorf("tmux %v: %v, %s", args, err, out)
	}
	return string(out)
}

// until waits until the screen satisfies ok, and returns it.
func (s *tmuxServer) until(what string, ok func(screen string) bool) string {
	s.t.Helper()
	late := time.Now().Add(patience)
	for {
		screen := s.run("capture-pane", "-p")
		if ok(screen) {
			return screen
		}
		if time.Now().After(late) || s.t.Failed() {
			s.t.Fatalf("waited in vain for %s\nit shows:\n%s", what, screen)
		}
	}
}

// sees waits until text is on the screen, and returns the screen.
func (s *tmuxServer) sees(text string) string {
	s.t.Helper()
	return s.until(text, func(screen string) bool { return strings.Contains(squeeze(screen), squeeze(text)) })
}

// settles is sees for a screen that no longer changes.
func (s *tmuxServer) settles(text string) string {
	s.t.Helper()
	for before := ""; ; {
		screen := s.sees(text)
		if screen == before {
			return screen
		}
		before = screen
	}
}

// width returns the number of cells of text, as tmux counts them.
func (s *tmuxServer) width(text string) (n int) {
	s.run("set-option", "-g", "@text", text)
	fmt.Sscan(s.run("display-message", "-p", "#{w:@text}"), &n)
	return n
}

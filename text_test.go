//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/api/sandbox"
)

// labels is text of every kind that people give a phone as a name.
var labels = []string{
	"電話機の転送先", "한국어 \u1112\u1161\u11ab", "مكتب المدير", "क्षत्रिय कार्यालय", "Z\u0351\u036b\u0343a\u0348\u0300l\u0321go",
	"\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 home", "\U0001f469\U0001f3fd\u200d\U0001f4bb \u260e\ufe0f 1\ufe0f\u20e3 \U0001f1e9\U0001f1ea",
	strings.Repeat("電", 30), "tab\there", "", "\u0301\u0302", "นามสกุลน้ำ", "a\u202eb\u2066c", "\u3000\u3000",
}

// Every row is as wide as it should be, whatever the labels are: the columns
// beside them stand where they stand in every row.
func TestAnyTextKeepsItsColumns(t *testing.T) {
	for i := 0; i < len(labels); i += 3 {
		prepare := func(d *driver) {
			d.make().Change(func(c *sandbox.Company) {
				for j, id := range []string{cabin, "803000006004", "803000003004"} {
					if n := c.Extension("104").NumberByID(id); n != nil {
						n.Label = labels[(i+j)%len(labels)]
					}
				}
			})
		}
		drive(t, 160, 50, prepare, func(d *driver) {
			for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				for range 6 {
					d.press("down")
					if what := misdrawn(d.screen(), size[0], size[1]); what != "" {
						t.Errorf("%v: %s:\n%s", size, what, d.screen())
					}
					if size[0] == 160 {
						d.bar(func(s string) int { return ansi.StringWidthWc(s) })
					}
				}
				d.press("G", "e")
				if what := misdrawn(d.screen(), size[0], size[1]); what != "" {
					t.Errorf("%v: %s:\n%s", size, what, d.screen())
				}
				d.press("esc", "g")
			}
		})
	}
}

// bar fails unless the line between list and detail stands in one column.
func (d *driver) bar(width func(string) int) {
	d.t.Helper()
	if where := barsOf(d.screen(), width); len(where) != 1 {
		d.t.Errorf("the bar stands in columns %v:\n%s", where, d.screen())
	}
}

// barsOf are the columns in which the bar between two panes stands, each with how
// often.
func barsOf(screen string, width func(string) int) map[int]int {
	where := map[int]int{}
	for _, l := range strings.Split(screen, "\n") {
		if left, _, found := strings.Cut(l, "|"); found {
			where[width(left)]++
		}
	}
	return where
}

// The emulated screen shows it too, and drawing anew changes nothing: nothing
// was torn.
func TestTerminalAnyText(t *testing.T) {
	term := startTerminal(t, 160, 50, nil, "--demo", "--faults", "labels=on")
	term.sees("10 numbers, by flip digit")
	for range 3 {
		term.types("jjjjj")
	}
	term.sees("[1 Numbers]")
	term.types("s")
	term.sees("10 numbers, by label")
	from := term.written()
	term.types("\x0c") // all that was still to come is drawn with it
	term.until("all of it, drawn anew", func(now string) bool { return term.bytes > from+2000 && strings.Contains(now, "q quit") })
	before := term.shown()
	from = term.written()
	term.types("\x0c")
	term.until("the same, drawn anew", func(now string) bool { return term.bytes > from+2000 && now == before })
	where := map[int]int{}
	for y := range 48 {
		row := term.row(y)
		if strings.Contains(row, "\u0915") { // this screen takes a mark with its letter, others give it a cell
			continue
		}
		for x := range 160 {
			if c := term.screen.CellAt(x, y); c != nil && c.Content == "|" {
				where[x]++
			}
		}
	}
	if len(where) != 1 {
		t.Errorf("the bar stands in columns %v:\n%s", where, before)
	}
}

func (term *terminal) shown() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.screen.String()
}

func (term *terminal) row(y int) string { return strings.Split(term.shown(), "\n")[y] }

// tmuxServer is a real tmux of the test's own.
type tmuxServer struct {
	t   *testing.T
	dir string
}

func startTmux(t *testing.T, w, h int, command ...string) *tmuxServer {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	dir, err := os.MkdirTemp("", "rc") // a socket's name must be short
	if err != nil {
		t.Fatal(err)
	}
	s := &tmuxServer{t, dir}
	t.Cleanup(func() {
		s.do("kill-server")
		os.RemoveAll(dir)
	})
	s.do(append([]string{"-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "-e", asProgram + "=1", "-e", "HOME=" + t.TempDir()}, command...)...)
	return s
}

// do runs a command of tmux and gives what it prints.
func (s *tmuxServer) do(args ...string) string {
	cmd := exec.Command("tmux", append([]string{"-L", "rcfwd", "-u"}, args...)...)
	cmd.Env = []string{"TMUX_TMPDIR=" + s.dir, "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color"}
	out, err := cmd.CombinedOutput()
	if err != nil && args[0] != "kill-server" {
		s.t.Errorf("tmux %v: %v, %s", args, err, out)
	}
	return string(out)
}

// until waits for the screen to satisfy ok, and gives it.
func (s *tmuxServer) until(what string, ok func(screen string) bool) string {
	s.t.Helper()
	late := time.Now().Add(patience)
	for {
		screen := s.do("capture-pane", "-p")
		if ok(screen) {
			return screen
		}
		if time.Now().After(late) || s.t.Failed() {
			s.t.Fatalf("waited in vain for %s\nit shows:\n%s", what, screen)
		}
	}
}

// sees waits for text on the screen, and gives it.
func (s *tmuxServer) sees(text string) string {
	s.t.Helper()
	return s.until(text, func(screen string) bool { return strings.Contains(squeeze(screen), squeeze(text)) })
}

// settles is sees for a screen of which nothing is still on its way.
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

// width is how many cells text takes, as tmux counts them.
func (s *tmuxServer) width(text string) (n int) {
	s.do("set-option", "-g", "@text", text)
	fmt.Sscan(s.do("display-message", "-p", "#{w:@text}"), &n)
	return n
}

func TestTmuxAnyText(t *testing.T) {
	s := startTmux(t, 160, 50, os.Args[0], "--demo", "--faults", "labels=on")
	s.sees("10 numbers, by flip digit")
	s.do("send-keys", "j", "j", "j", "s")
	screen := s.settles("10 numbers, by label")
	if where := barsOf(screen, s.width); len(where) != 1 {
		t.Errorf("the bar stands in columns %v:\n%s", where, screen)
	}
	s.do("send-keys", "C-l", "/", "x")
	s.sees("/ x")
	s.do("send-keys", "BSpace", "Escape")
	s.until("the same, drawn anew:\n"+screen, func(now string) bool { return now == screen })
}

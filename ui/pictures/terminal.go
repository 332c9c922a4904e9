package main

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// terminal is a program in a pseudo-terminal with an emulated screen.
type terminal struct {
	pty *os.File
	cmd *exec.Cmd

	mu     sync.Mutex
	screen *vt.Emulator
	last   time.Time // when the last bytes arrived
}

// quiet is how long nothing must arrive for the screen to be at rest. Demo answers
// arrive within a few milliseconds, a cursor does not blink.
const quiet = 400 * time.Millisecond

// start runs a program in a terminal of w by h cells. Its settings and its journal are
// in home.
func start(w, h int, home, program string, args ...string) (*terminal, error) {
	t := &terminal{screen: vt.NewEmulator(w, h), last: time.Now()}
	t.cmd = exec.Command(program, args...)
	t.cmd.Env = []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + home, "PATH=" + os.Getenv("PATH")}
	file, err := pty.StartWithSize(t.cmd, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err != nil {
		return nil, err
	}
	t.pty = file
	go io.Copy(file, t.screen) // the screen's answers to queries
	go t.read()
	return t, nil
}

// read draws what the program writes, until the program ends.
func (t *terminal) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := t.pty.Read(buf)
		t.mu.Lock()
		t.screen.Write(buf[:n])
		t.last = time.Now()
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (t *terminal) stop() {
	t.cmd.Process.Kill()
	t.cmd.Wait()
	t.pty.Close()
}

func (t *terminal) atRest() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Since(t.last) > quiet
}

func (t *terminal) shows(text string) bool { return strings.Contains(t.frame().text(), text) }

// frame copies the screen.
func (t *terminal) frame() frame {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := frame{lines: make([][]cell, t.screen.Height())}
	for y := range f.lines {
		for x := range t.screen.Width() {
			f.lines[y] = append(f.lines[y], t.cell(x, y))
		}
	}
	if at := t.screen.CursorPosition(); !t.screen.CursorHidden() && at.Y < len(f.lines) && at.X < len(f.lines[at.Y]) {
		f.lines[at.Y][at.X].reversed = !f.lines[at.Y][at.X].reversed
	}
	return f
}

// Bits of a cell's attributes.
const (
	bold     = 1 << 0
	faint    = 1 << 1
	reversed = 1 << 5
)

// cell copies a cell of the screen.
func (t *terminal) cell(x, y int) cell {
	c := t.screen.CellAt(x, y)
	if c == nil || c.Content == "" {
		return cell{text: " "}
	}
	has := func(attribute uint8) bool { return c.Style.Attrs&attribute != 0 }
	return cell{c.Content, style{
		colour:     hex(c.Style.Fg),
		behind:     hex(c.Style.Bg),
		bold:       has(bold),
		faint:      has(faint),
		underlined: c.Style.Underline != ansi.UnderlineNone,
		reversed:   has(reversed),
	}}
}

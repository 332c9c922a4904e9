//go:build linux

package uitest

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is the real program in a pseudo-terminal, read through an emulated
// screen: the program sends only the cells that change, so its bytes cannot be
// matched, only what they make of a screen.
type terminal struct {
	t   *testing.T
	pty *os.File
	cmd *exec.Cmd

	mu        sync.Mutex
	changed   *sync.Cond
	screen    *vt.Emulator
	clipboard string
	bytes     int
	last      time.Time    // when the last of them came
	answers   atomic.Int64 // bytes that the terminal answered to queries
	gone      bool         // the program has closed its side
	resized   bool
	modes     *modes // what the program's bytes have made of the terminal
	raw       bytes.Buffer
	unread    int       // bytes that waited in the terminal's input when it ended
	tty       *os.File  // the terminal, as a shell has it open beside the program
	watching  *terminal // is told when this one changes; nil for most

	onExit        func() // what the terminal does once the program has ended; may be nil
	answersAtOnce bool   // it answers queries at once that the emulated screen does not know
	exit          chan error
	before        unix.Termios
	after         unix.Termios
}

// patience is how long a test waits for the screen before it gives up. It is
// no part of any result: a test that passes never waits for it.
const patience = 20 * time.Second

func startTerminal(t *testing.T, w, h int, env []string, args ...string) *terminal {
	t.Helper()
	return startIn(t, w, h, env, exec.Command(os.Args[0], args...))
}

// startProgram is startTerminal with another program.
func startProgram(t *testing.T, w, h int, env []string, program string, args ...string) *terminal {
	t.Helper()
	return startIn(t, w, h, env, exec.Command(program, args...))
}

// startIn runs a command in a pseudo-terminal.
func startIn(t *testing.T, w, h int, env []string, cmd *exec.Cmd) *terminal {
	t.Helper()
	term := &terminal{t: t, screen: vt.NewEmulator(w, h), modes: newModes(h), exit: make(chan error, 1)}
	term.changed = sync.NewCond(&term.mu)
	term.clampMargins()
	term.screen.RegisterOscHandler(52, func(data []byte) bool { term.clipboard = string(data); return true })
	term.cmd = cmd
	term.cmd.Env = append([]string{envRun + "=1", "TERM=xterm-256color", "HOME=" + t.TempDir(), "LANG=C.UTF-8"}, env...)
	term.open(w, h)
	go term.read()
	go io.Copy(io.MultiWriter(term.pty, counter{&term.answers}), term.screen) // what a terminal answers to queries
	go term.wait()
	t.Cleanup(func() {
		term.cmd.Process.Kill()
		term.pty.Close()
	})
	return term
}

// open makes the pseudo-terminal and notes its modes before the program does
// anything to them.
func (term *terminal) open(w, h int) {
	ours, theirs, err := pty.Open()
	if err != nil {
		term.t.Fatal(err)
	}
	term.pty, term.tty = pollable(term.t, ours), theirs
	term.setSize(w, h)
	term.before = term.termios()
	term.cmd.Stdin, term.cmd.Stderr = theirs, theirs
	if term.cmd.Stdout == nil {
		term.cmd.Stdout = theirs
	}
	term.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := term.cmd.Start(); err != nil {
		term.t.Fatal(err)
	}
}

// wait waits for the program, and looks at how it leaves the terminal before
// that is closed.
func (term *terminal) wait() {
	err := term.cmd.Wait()
	term.mu.Lock()
	leaves := term.onExit
	term.mu.Unlock()
	if leaves != nil {
		leaves()
	}
	if now, err := unix.IoctlGetTermios(int(term.tty.Fd()), unix.TCGETS); err == nil { // not where it is gone
		term.after = *now
	}
	term.unread = waiting(term.tty)
	term.tty.Close()
	term.exit <- err
}

// pollable is f again, but such that closing it ends a read that waits: the pty
// package leaves its files blocking.
func pollable(t *testing.T, f *os.File) *os.File {
	defer f.Close()
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), f.Name())
}

// control does something to the pseudo-terminal's descriptor. File.Fd would
// make it blocking again.
func (term *terminal) control(do func(fd int) error) {
	term.t.Helper()
	conn, err := term.pty.SyscallConn()
	if err == nil {
		conn.Control(func(fd uintptr) { err = do(int(fd)) })
	}
	if err != nil {
		term.t.Fatal(err)
	}
}

func (term *terminal) setSize(w, h int) {
	term.control(func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(h), Col: uint16(w)})
	})
}

func (term *terminal) termios() unix.Termios {
	var got *unix.Termios
	term.control(func(fd int) (err error) {
		got, err = unix.IoctlGetTermios(fd, unix.TCGETS)
		return err
	})
	return *got
}

type counter struct{ n *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}

func (term *terminal) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := term.pty.Read(buf)
		term.mu.Lock()
		term.bytes += n
		term.raw.Write(buf[:n])
		term.modes.parser.Parse(buf[:n])
		if term.answersAtOnce && len(term.modes.asked) > 0 {
			io.WriteString(term.pty, terminalReplies)
		}
		if n > 0 {
			term.last = time.Now()
		}
		term.draw(buf[:n])
		term.gone = err != nil
		term.changed.Broadcast()
		other := term.watching
		term.mu.Unlock()
		if other != nil {
			other.mu.Lock()
			other.changed.Broadcast()
			other.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// clampMargins keeps margins that were set for a larger screen from reaching
// below this one; the emulator does not look.
func (term *terminal) clampMargins() {
	term.screen.RegisterCsiHandler('r', func(params ansi.Params) bool {
		bottom, _, _ := params.Param(1, term.screen.Height())
		return bottom > term.screen.Height() // swallowed: the next frame sets them anew
	})
}

// draw hands bytes to the emulated screen. What was written for the size before a
// resize can make the emulator panic; a terminal would draw it wrong and be put
// right by the frame after it, and so is this one.
func (term *terminal) draw(p []byte) {
	defer func() {
		if r := recover(); r != nil && !term.resized {
			panic(r)
		}
	}()
	term.screen.Write(p)
}

// until waits for the screen to satisfy ok.
func (term *terminal) until(what string, ok func(screen string) bool) {
	term.t.Helper()
	late := time.AfterFunc(patience, func() {
		term.mu.Lock()
		term.gone = true
		term.changed.Broadcast()
		term.mu.Unlock()
	})
	defer late.Stop()
	term.mu.Lock()
	defer term.mu.Unlock()
	for !ok(term.screen.String()) {
		if term.gone {
			term.t.Fatalf("waited in vain for %s:\n%s", what, term.screen.String())
		}
		term.changed.Wait()
	}
}

func (term *terminal) sees(text string) {
	term.t.Helper()
	term.until(text, func(s string) bool { return strings.Contains(squeeze(s), squeeze(text)) })
}

// types sends bytes as a keyboard would.
func (term *terminal) types(keys string) {
	term.t.Helper()
	if _, err := io.WriteString(term.pty, keys); err != nil {
		term.t.Fatal(err)
	}
}

func (term *terminal) resize(w, h int) {
	term.mu.Lock()
	term.resized = true
	term.screen.Resize(w, h)
	term.modes.height = h
	term.screen.WriteString("\x1b[r") // a terminal forgets its margins with its size; the emulator does not
	term.mu.Unlock()
	term.setSize(w, h)
}

// waitExit waits for the program to end and gives its exit code.
func (term *terminal) waitExit() int {
	term.t.Helper()
	select {
	case <-term.exit:
	case <-time.After(patience):
		term.t.Fatal("the program does not end")
	}
	term.mu.Lock()
	for !term.gone { // what it wrote last is still on its way
		term.changed.Wait()
	}
	term.mu.Unlock()
	return term.cmd.ProcessState.ExitCode()
}

// checkRestored fails unless the terminal is as it was before the program, was asked
// nothing, and has nothing to type into the shell.
func (term *terminal) checkRestored() {
	term.t.Helper()
	if term.after != term.before {
		term.t.Errorf("terminal modes were %+v and are %+v", term.before, term.after)
	}
	term.mu.Lock()
	defer term.mu.Unlock()
	if term.screen.IsAltScreen() || term.screen.CursorHidden() {
		term.t.Error("the alternate screen is still on, or the cursor hidden")
	}
	for _, mode := range term.modes.left() {
		term.t.Errorf("still on: %s", mode)
	}
	if len(term.modes.asked) > 0 || term.answers.Load() > 0 {
		term.t.Errorf("the terminal was asked %q and answered %d bytes", term.modes.asked, term.answers.Load())
	}
	if term.unread != 0 {
		term.t.Errorf("%d bytes wait to be read by the shell", term.unread)
	}
}

func (term *terminal) shown() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.screen.String()
}

func (term *terminal) row(y int) string { return strings.Split(term.shown(), "\n")[y] }

//go:build linux

package uitest

import (
	"bytes"
	"io"
	"os"
	"os/exec"
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

// terminal is the real program in a pseudo-terminal with an emulated screen. The program
// sends only the cells that change, so tests compare what its bytes do to a screen, not
// the bytes.
type terminal struct {
	t   *testing.T
	pty *os.File
	cmd *exec.Cmd

	mu        sync.Mutex
	changed   *sync.Cond
	screen    *vt.Emulator
	clipboard string
	bytes     int
	last      time.Time    // when the last bytes arrived
	answers   atomic.Int64 // bytes that the screen answered to queries
	gone      bool         // the program has closed its side
	resized   bool
	modes     *modes // that the program's bytes have set
	raw       bytes.Buffer
	unread    int       // bytes that waited in the terminal's input when the program ended
	tty       *os.File  // the program's side, kept open as a shell does
	watching  *terminal // looks again when this one changes; may be nil

	onExit        func() // runs when the program has ended; may be nil
	answersAtOnce bool   // answers at once queries that the emulated screen does not know
	exit          chan error
	before        unix.Termios
	after         unix.Termios
}

// patience is how long a test waits for the screen before it fails. A test that passes
// never waits that long.
const patience = 20 * time.Second

// startTerminal runs rcfwd with args in a pseudo-terminal of w by h cells.
func startTerminal(t *testing.T, w, h int, env []string, args ...string) *terminal {
	t.Helper()
	return startIn(t, w, h, env, exec.Command(os.Args[0], args...))
}

// startProgram runs another program in a pseudo-terminal.
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
	go io.Copy(io.MultiWriter(term.pty, counter{&term.answers}), term.screen) // the answers to queries
	go term.wait()
	t.Cleanup(func() {
		term.cmd.Process.Kill()
		term.pty.Close()
	})
	return term
}

// open makes the pseudo-terminal, records its modes and starts the program.
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

// wait waits for the program, and records how it leaves the terminal before that is
// closed.
func (term *terminal) wait() {
	err := term.cmd.Wait()
	term.mu.Lock()
	leaves := term.onExit
	term.mu.Unlock()
	if leaves != nil {
		leaves()
	}
	if now, err := unix.IoctlGetTermios(int(term.tty.Fd()), unix.TCGETS); err == nil { // an error when the terminal is gone
		term.after = *now
	}
	term.unread = waiting(term.tty)
	term.tty.Close()
	term.exit <- err
}

// pollable returns f such that closing it ends a read that waits: the pty package
// leaves its files blocking.
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

// clampMargins drops margins that reach below the screen, because they were set for a
// larger one. The emulator does not check them.
func (term *terminal) clampMargins() {
	term.screen.RegisterCsiHandler('r', func(params ansi.Params) bool {
		bottom, _, _ := params.Param(1, term.screen.Height())
		return bottom > term.screen.Height() // true drops it; the next frame sets margins again
	})
}

// draw writes bytes to the emulated screen. What was written for the size before a
// resize can make the emulator panic, where a terminal would draw something wrong. The
// next frame corrects both.
func (term *terminal) draw(p []byte) {
	defer func() {
		if r := recover(); r != nil && !term.resized {
			panic(r)
		}
	}()
	term.screen.Write(p)
}

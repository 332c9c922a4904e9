//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package cli

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// terminalLines reads the answers of a person at a terminal. From the first question to
// the end the terminal shows nothing by itself, not even what is typed between two
// questions, and a line has no limit.
type terminalLines struct {
	in, out *os.File

	mu      sync.Mutex
	before  *term.State // the modes to leave
	signals chan os.Signal
}

// newLineReader returns the reader of a terminal, or of a pipe.
func newLineReader(in, out *os.File) lineReader {
	before, err := term.GetState(in.Fd())
	if err != nil {
		return pipedLines{in, out}
	}
	t := &terminalLines{in: in, out: out, before: before, signals: make(chan os.Signal, 1)}
	t.setModes()
	signal.Notify(t.signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGTSTP, syscall.SIGCONT)
	go t.handleSignals()
	return t
}

func (t *terminalLines) person() bool { return true }

// setModes hands each key over as it is typed, and shows none. Keys that are signals stay
// signals.
func (t *terminalLines) setModes() {
	t.mu.Lock()
	defer t.mu.Unlock()
	quiet := *t.before
	quiet.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.IEXTEN
	quiet.Lflag |= unix.ISIG
	quiet.Iflag &^= unix.IXON
	quiet.Cc[unix.VMIN], quiet.Cc[unix.VTIME] = 1, 0
	_ = term.SetState(t.in.Fd(), &quiet)
}

// restore sets the modes that the terminal had.
func (t *terminalLines) restore() {
	t.mu.Lock()
	defer t.mu.Unlock()
	_ = term.Restore(t.in.Fd(), t.before)
}

// handleSignals leaves the terminal as it was when the program ends or stops.
func (t *terminalLines) handleSignals() {
	for s := range t.signals {
		switch s {
		case syscall.SIGTSTP:
			t.restore()
			_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
			t.setModes()
		case syscall.SIGCONT: // however the program was stopped
			t.setModes()
		default:
			t.discardInput()
			t.restore()
			_, _ = t.out.WriteString("\n")
			os.Exit(interruptedError{s}.code())
		}
	}
}

// sameBurst is the time between two reads that no person types in.
const sameBurst = 20 * time.Millisecond

func (t *terminalLines) read(question string, hidden bool) (answer, error) {
	t.flush() // what was typed before the question is no answer to it
	_, _ = t.out.WriteString(question + ": ")
	e := lineEdit{hidden: hidden}
	buf := make([]byte, 4096)
	for last := (time.Time{}); ; {
		n, err := t.in.Read(buf)
		if n == 0 || err != nil {
			return answer{}, errNoAnswer
		}
		echo, end := e.feed(buf[:n], time.Since(last) < sameBurst)
		last = time.Now()
		if end != goesOn {
			echo += "\n"
		}
		_, _ = t.out.WriteString(echo)
		switch end {
		case entered:
			return answer{string(e.text), e.veiled}, nil
		case closed:
			return answer{}, errNoAnswer
		}
	}
}

// flush drops what was typed and not read.
func (t *terminalLines) flush() {
	_ = flushInput(int(t.in.Fd()))
}

// The rest of a paste may still be on its way when the program ends, and would be typed
// into the shell.
const (
	pasteGap  = 50 * time.Millisecond  // between two parts of a paste
	pasteTime = 500 * time.Millisecond // to wait for the parts of one
)

// discardInput drops what was typed and what is on its way.
func (t *terminalLines) discardInput() {
	for end := time.Now().Add(pasteTime); time.Now().Before(end); {
		t.flush()
		ready, err := unix.Poll([]unix.PollFd{{Fd: int32(t.in.Fd()), Events: unix.POLLIN}}, int(pasteGap.Milliseconds()))
		if ready == 0 || err != nil {
			return
		}
	}
}

func (t *terminalLines) close() {
	signal.Stop(t.signals)
	t.discardInput()
	t.restore()
}

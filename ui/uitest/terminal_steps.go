//go:build linux

package uitest

import (
	"io"
	"strings"
	"time"
)

// until waits until the screen satisfies ok.
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

// sees waits until text is on the screen.
func (term *terminal) sees(text string) {
	term.t.Helper()
	term.until(text, func(s string) bool { return strings.Contains(squeeze(s), squeeze(text)) })
}

// types sends keys as a keyboard does.
func (term *terminal) types(keys string) {
	term.t.Helper()
	if _, err := io.WriteString(term.pty, keys); err != nil {
		term.t.Fatal(err)
	}
}

// flips sets the flip digit of the selected number.
func (term *terminal) flips(digit string) {
	term.t.Helper()
	term.types("f")
	term.sees("Flip digit of")
	term.types(digit)
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

// waitExit waits for the program to end and returns its exit code.
func (term *terminal) waitExit() int {
	term.t.Helper()
	select {
	case <-term.exit:
	case <-time.After(patience):
		term.t.Fatal("the program does not end")
	}
	term.mu.Lock()
	for !term.gone { // its last bytes have not been read yet
		term.changed.Wait()
	}
	term.mu.Unlock()
	return term.cmd.ProcessState.ExitCode()
}

// checkRestored fails unless the terminal is as it was before the program, was asked
// nothing, and has no input left that the shell would read.
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

// output returns all that the program has written.
func (term *terminal) output() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

func (term *terminal) written() int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.bytes
}

func (term *terminal) lastWrite() time.Time {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.last
}

func (term *terminal) cells() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return cellsOf(term.screen)
}

func (term *terminal) grid() []string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return gridOf(term.screen)
}

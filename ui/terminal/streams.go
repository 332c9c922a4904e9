package terminal

import (
	"bytes"
	"errors"
	"os"
	"sync/atomic"

	"github.com/charmbracelet/x/ansi"
)

// hangup detects that the terminal has gone away, which can happen at any time.
// Bubble Tea would go on running.
type hangup struct {
	quit func() // ends the program; may be called more than once
	lost atomic.Bool
}

func (h *hangup) lose() {
	h.lost.Store(true)
	go h.quit() // the goroutine that reads or writes holds locks that quitting needs
}

// input is the terminal's input.
type input struct {
	*os.File
	hangup   *hangup
	paste    *pasteGuard
	arrivals *arrivals
}

// Read reads keys. At the end of the input no key can arrive any more, so the
// program ends.
func (in input) Read(p []byte) (int, error) {
	chunk := make([]byte, max(len(p)-addedByGuard-addedByMark, 1))
	n, err := in.File.Read(chunk)
	now := in.arrivals.now()
	if n == 0 && err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		in.hangup.lose()
	}
	keys := in.paste.read(chunk[:n], in.follows)
	if len(keys) == 0 {
		return 0, err
	}
	marked := copy(p, in.arrivals.mark(now, keys))
	return marked + copy(p[marked:], keys), err
}

// output is the terminal's output.
type output struct {
	*os.File
	hangup  *hangup
	frames  *frames
	wrote   chan struct{} // has an element after a write
	dropped [][]byte      // sequences that Bubble Tea writes and the terminal does not get
}

func newOutput(f *os.File, h *hangup, frames *frames, term string) output {
	o := output{File: f, hangup: h, frames: frames, wrote: make(chan struct{}, 1), dropped: queries}
	if term == "linux" {
		o.dropped = append(o.dropped[:len(o.dropped):len(o.dropped)], keyboardModes...)
	}
	return o
}

// queries are what Bubble Tea asks a terminal at the start, each in one write.
// Nothing here depends on the answers, and an answer that arrives after the
// program has ended, over a slow link, would be typed into the shell.
var queries = [][]byte{
	[]byte(ansi.RequestKittyKeyboard), []byte(ansi.RequestModeSynchronizedOutput), []byte(ansi.RequestModeUnicodeCore),
}

// keyboardModes make the terminal send different bytes for keys that otherwise
// look alike. The console of Linux before 5.8 does not know this form of sequence
// and shows half of each.
var keyboardModes = [][]byte{
	[]byte(ansi.SetModifyOtherKeys2), []byte(ansi.ResetModifyOtherKeys),
	[]byte(ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)), []byte(ansi.PopKittyKeyboard(1)),
}

// Write writes p without the dropped sequences.
func (o output) Write(p []byte) (int, error) {
	kept := p
	for _, q := range o.dropped {
		if bytes.Contains(kept, q) {
			kept = bytes.ReplaceAll(kept, q, nil)
		}
	}
	written := o.frames.write()
	_, err := o.File.Write(kept)
	written()
	if err != nil {
		o.hangup.lose()
		return 0, err
	}
	select {
	case o.wrote <- struct{}{}:
	default:
	}
	return len(p), nil
}

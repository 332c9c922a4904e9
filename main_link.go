package main

import (
	"bytes"
	"errors"
	"os"
	"sync/atomic"

	"github.com/charmbracelet/x/ansi"
)

// link is the way to the terminal, which may go away at any time. Bubble Tea
// goes on then, for nobody.
type link struct {
	gone func() // leaves the program; called more than once
	lost atomic.Bool
}

func (l *link) lose() {
	l.lost.Store(true)
	go l.gone() // whoever reads or writes holds what leaving needs
}

// keyboard is the terminal's input.
type keyboard struct {
	*os.File
	link *link
}

// Read reads keys. Its end means that nobody can press one any more.
func (k keyboard) Read(p []byte) (int, error) {
	n, err := k.File.Read(p)
	if n == 0 && err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		k.link.lose()
	}
	return n, err
}

// display is the terminal's output.
type display struct {
	*os.File
	link   *link
	unsaid [][]byte // what Bubble Tea writes and the terminal does not get
}

func newDisplay(f *os.File, l *link, term string) display {
	d := display{File: f, link: l, unsaid: questions}
	if term == "linux" {
		d.unsaid = append(d.unsaid[:len(d.unsaid):len(d.unsaid)], keyboardModes...)
	}
	return d
}

// questions are what Bubble Tea asks a terminal at the start, each in one write.
// Nothing here depends on the answers, and one that comes late, over a slow link
// and after the program has ended, would be typed into the shell.
var questions = [][]byte{
	[]byte(ansi.RequestKittyKeyboard), []byte(ansi.RequestModeSynchronizedOutput), []byte(ansi.RequestModeUnicodeCore),
}

// keyboardModes are how keys that look alike are told apart. The console of Linux
// before 5.8 does not know the form of them and shows half of each.
var keyboardModes = [][]byte{
	[]byte(ansi.SetModifyOtherKeys2), []byte(ansi.ResetModifyOtherKeys),
	[]byte(ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)), []byte(ansi.PopKittyKeyboard(1)),
}

// Write draws, and asks nothing.
func (d display) Write(p []byte) (int, error) {
	said := p
	for _, q := range d.unsaid {
		if bytes.Contains(said, q) {
			said = bytes.ReplaceAll(said, q, nil)
		}
	}
	if _, err := d.File.Write(said); err != nil {
		d.link.lose()
		return 0, err
	}
	return len(p), nil
}

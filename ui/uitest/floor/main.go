// Command floor is the program that rcfwd's drawing is measured against: the
// Numbers screen written by hand, with nothing between the keys and the bytes. It
// looks the same in every cell and writes as few bytes as a terminal of the xterm
// family needs. It knows no service; its rows are generated.
//
// The tests build it and run it beside rcfwd; see docs/measurements.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

func main() {
	var s screen
	flag.IntVar(&s.total, "rows", 10, "numbers in the list")
	flag.StringVar(&s.head, "head", "rcfwd  [1 Numbers]", "the top line")
	flag.StringVar(&s.server, "server", "", "the word of the top line that names the server")
	flag.StringVar(&s.read, "read", "00:00:00", "when the numbers were read")
	flag.StringVar(&s.clock, "clock", "", "the same without seconds, above the list")
	flag.StringVar(&s.utc, "utc", "00:00:00", "the same in UTC")
	list := flag.Bool("list", false, "print the rows, their fields separated by tabs, and exit")
	flag.Parse()
	if *list {
		for _, r := range makeRows(s.total) {
			fmt.Println(strings.Join([]string{r.id, "+1" + r.digits, r.label, r.kind, r.used, r.flip}, "\t"))
		}
		return
	}
	if err := run(&s); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

// What is written at the start and at the end: alternate screen, hidden cursor,
// bracketed paste.
const (
	enter = "\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2004h"
	leave = "\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l"
)

// run draws the screen and handles keys until q.
func run(s *screen) error {
	w, h, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	modes, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	defer term.Restore(os.Stdin.Fd(), modes)
	s.setSize(w, h)
	shown := s.frame()
	o := output{x: -1, y: -1}.paint(blank(w, h), shown)
	if _, err := os.Stdout.WriteString(enter + string(o.out)); err != nil {
		return err
	}
	defer os.Stdout.WriteString(leave)
	return s.loop(o, shown)
}

// loop draws once after each read, however many keys came with it.
func (s *screen) loop(o output, shown frame) error {
	for buf := make([]byte, 4096); ; {
		n, err := os.Stdin.Read(buf)
		if err != nil || !s.handleKeys(string(buf[:n])) {
			return err
		}
		next := s.frame()
		o = o.paint(shown, next)
		if _, err := os.Stdout.Write(o.out); err != nil {
			return err
		}
		shown = next
	}
}

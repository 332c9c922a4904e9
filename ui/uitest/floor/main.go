// Command floor is what rcfwd's drawing is measured against: the Numbers screen
// written by hand, with nothing between the keys and the bytes. It looks the
// same, cell for cell, and writes as little as a terminal of the xterm family
// lets one write. It knows no service and makes its rows up.
//
// The tests of package main run it beside rcfwd; see "What it costs to draw" in
// docs/measurements.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

func main() {
	var l look
	flag.IntVar(&l.total, "rows", 10, "numbers in the list")
	flag.StringVar(&l.head, "head", "rcfwd  [1 Numbers]", "the top line")
	flag.StringVar(&l.server, "server", "", "the word of the top line that names the server")
	flag.StringVar(&l.address, "address", "https://demo.invalid/", "what the address of a number starts with")
	flag.StringVar(&l.read, "read", "00:00:00", "when the numbers were read")
	list := flag.Bool("list", false, "print the rows, their fields parted by tabs, and end")
	flag.Parse()
	if *list {
		for _, r := range makeRows(l.total) {
			fmt.Println(strings.Join([]string{r.id, "+1" + r.digits, r.label, r.kind, r.used, r.flip}, "\t"))
		}
		return
	}
	if err := run(&l); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

// Written once at each end: the other screen, no cursor, pastes told from keys.
const (
	enter = "\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?2004h"
	leave = "\x1b[m\x1b[?2004l\x1b[?25h\x1b[?1049l"
)

// run draws and takes keys until q.
func run(l *look) error {
	w, h, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	modes, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	defer term.Restore(os.Stdin.Fd(), modes)
	l.setSize(w, h)
	shown := l.frame()
	p := pen{x: -1, y: -1}.paint(blank(w, h), shown)
	if _, err := os.Stdout.WriteString(enter + string(p.out)); err != nil {
		return err
	}
	defer os.Stdout.WriteString(leave)
	return l.listen(p, shown)
}

// listen draws once after each read, however many keys came with it.
func (l *look) listen(p pen, shown frame) error {
	for buf := make([]byte, 4096); ; {
		n, err := os.Stdin.Read(buf)
		if err != nil || !l.press(string(buf[:n])) {
			return err
		}
		next := l.frame()
		p = p.paint(shown, next)
		if _, err := os.Stdout.Write(p.out); err != nil {
			return err
		}
		shown = next
	}
}

//go:build linux

package main

import (
	"fmt"
	"testing"
)

// What a slow link feels: bytes, which are the same on every machine. The
// bounds are those of the project's goals, a little above what is measured now.

// cost is how many bytes the program writes from a key until the screen shows
// what the key is for.
func (term *terminal) cost(key, shows string) int {
	term.t.Helper()
	term.mu.Lock()
	before := term.bytes
	term.mu.Unlock()
	term.types(key)
	term.sees(shows)
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.bytes - before
}

func TestBytesPerKey(t *testing.T) {
	for _, size := range []struct{ w, h, start, move int }{
		{160, 50, 2600, 300}, {80, 24, 1900, 300}, {40, 12, 800, 100},
	} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			term := startDemo(t, size.w, size.h)
			check := func(what string, got, most int) {
				t.Logf("%s: %d bytes", what, got)
				if got > most {
					t.Errorf("%s costs %d bytes, more than %d", what, got, most)
				}
			}
			check("the start", term.bytes, size.start)
			term.cost("j", "> 2") // from a device's line to a number: another detail altogether
			check("a move", term.cost("j", "> 3"), size.move)
			check("a move", term.cost("j", "> 4"), size.move)
			check("a move back", term.cost("k", "> 3"), size.move)
			term.cost("/", "enter keep the filter")
			term.cost("5", "/ 5")
			term.cost("5", "/ 55")
			check("a key in a form", formKey(term), 100)
		})
	}
}

// formKey is what a key costs that is typed into a label.
func formKey(term *terminal) int {
	term.types("\x1b")
	term.sees("6 numbers, by")
	term.types("n\t\t")
	term.sees("> Label")
	term.cost("ab", "ab")
	return term.cost("c", "abc")
}

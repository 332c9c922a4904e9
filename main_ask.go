package main

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/term"
)

// asker asks in plain lines, so that it works in a dumb terminal and through a
// pipe. Questions go to where errors go: the standard output stays clean.
type asker struct {
	in  *os.File
	out *os.File
}

func newAsker(in, out *os.File) *asker { return &asker{in: in, out: out} }

func (a *asker) say(text string) { fmt.Fprintln(a.out, text) }

// line asks for a line of text; an empty answer is otherwise.
func (a *asker) line(what, otherwise string) string {
	if otherwise != "" {
		what += " [" + otherwise + "]"
	}
	fmt.Fprint(a.out, what+": ")
	return firstOf(a.read(), otherwise)
}

// read reads a line and nothing behind it, which may be the answer to a
// question that is asked without echo.
func (a *asker) read() string {
	var line []byte
	for b := make([]byte, 1); ; {
		if n, err := a.in.Read(b); n == 0 || err != nil || b[0] == '\n' {
			return strings.TrimSpace(string(line))
		}
		line = append(line, b[0])
	}
}

// choice asks for one of options, each a word and what it means, by its number
// or its word.
func (a *asker) choice(what string, options []string, otherwise string) string {
	for i, o := range options {
		word, means, _ := strings.Cut(o, "\t")
		fmt.Fprintf(a.out, "  %d  %-8s  %s\n", i+1, word, means)
		options[i] = word
	}
	answer := a.line(what, otherwise)
	for i, word := range options {
		if answer == fmt.Sprint(i+1) {
			return word
		}
	}
	return answer
}

// secret asks for something that is not shown while it is typed. Through a pipe
// it is a line like any other.
func (a *asker) secret(what string) string {
	fmt.Fprint(a.out, what+": ")
	if !term.IsTerminal(a.in.Fd()) {
		return a.read()
	}
	defer a.restoreOnSignal()()
	text, _ := term.ReadPassword(a.in.Fd())
	fmt.Fprintln(a.out)
	return strings.TrimSpace(string(text))
}

// restoreOnSignal shows what is typed again when the program is interrupted at
// a secret.
func (a *asker) restoreOnSignal() (done func()) {
	before, err := term.GetState(a.in.Fd())
	if err != nil {
		return func() {}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		if _, interrupted := <-signals; interrupted {
			term.Restore(a.in.Fd(), before)
			fmt.Fprintln(a.out)
			os.Exit(exitFailed)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

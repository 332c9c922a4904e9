package main

import (
	"cmp"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"rcfwd/api/rest"
	"rcfwd/ui"
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
	text, _ := a.read()
	return cmp.Or(text, otherwise)
}

// read reads a line and nothing behind it, which may be the answer to a
// question that is asked without echo. At the end of the input there is none.
func (a *asker) read() (text string, more bool) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := a.in.Read(b)
		ended := n == 0 || err != nil
		if ended || b[0] == '\n' {
			return strings.TrimSpace(string(line)), !ended || len(line) > 0
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
	text, _ := a.hidden(what)
	return text
}

func (a *asker) hidden(what string) (text string, more bool) {
	if !term.IsTerminal(a.in.Fd()) {
		fmt.Fprint(a.out, what+": ")
		return a.read()
	}
	defer a.restoreOnSignal()()
	defer a.restore()()
	hideTyping(a.in.Fd()) // before anybody is asked: a paste can be quick
	fmt.Fprint(a.out, what+": ")
	typed, err := term.ReadPassword(a.in.Fd())
	fmt.Fprintln(a.out)
	return strings.TrimSpace(string(typed)), err == nil
}

// secretLater asks for a secret that something else may come before. The channel
// is closed at the end of the input. Once that something has come nothing more
// can be asked; restore shows again what is typed.
func (a *asker) secretLater(what string) <-chan string {
	answer := make(chan string, 1)
	go func() {
		defer close(answer)
		if text, more := a.hidden(what); more {
			answer <- text
		}
	}()
	return answer
}

// restore has the terminal show what is typed as it does now, whatever question
// is left open when done is called.
func (a *asker) restore() (done func()) {
	before, err := term.GetState(a.in.Fd())
	if err != nil {
		return func() {} // a pipe, which shows nothing anyway
	}
	return func() { term.Restore(a.in.Fd(), before) }
}

// tellWaits says what token calls wait for, until done is called.
func (a *asker) tellWaits(q ui.WaitSource) (done func()) {
	over := make(chan struct{})
	go func() {
		for told := (rest.Wait{}); ; {
			select {
			case <-over:
				return
			case <-q.WaitingChanged():
			}
			if now := q.Waiting(); len(now) > 0 && now[0] != told {
				told = now[0]
				a.say(fmt.Sprintf("Waiting %s: %s. ctrl+c gives up.", time.Until(told.Until).Round(time.Second), told.Reason))
			}
		}
	}()
	return func() { close(over) }
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

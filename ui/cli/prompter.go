package cli

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
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// prompter asks in plain lines, so that it works in a dumb terminal and through a
// pipe. Questions go to standard error: standard output stays clean.
type prompter struct {
	in  *os.File
	out *os.File
}

func newPrompter(in, out *os.File) *prompter { return &prompter{in: in, out: out} }

func (p *prompter) print(text string) { fmt.Fprintln(p.out, text) }

// line asks for a line of text. An empty answer means fallback.
func (p *prompter) line(what, fallback string) string {
	if fallback != "" {
		what += " [" + fallback + "]"
	}
	fmt.Fprint(p.out, what+": ")
	text, _ := p.read()
	return cmp.Or(text, fallback)
}

// read reads a line and nothing after it, because what follows may be the answer to
// a question that is asked without echo. At the end of the input more is false.
func (p *prompter) read() (text string, more bool) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := p.in.Read(b)
		ended := n == 0 || err != nil
		if ended || b[0] == '\n' {
			return strings.TrimSpace(string(line)), !ended || len(line) > 0
		}
		line = append(line, b[0])
	}
}

// choice asks for one of options, each a word, a tab and what it means. The answer
// is a number or a word.
func (p *prompter) choice(what string, options []string, fallback string) string {
	for i, o := range options {
		word, means, _ := strings.Cut(o, "\t")
		fmt.Fprintf(p.out, "  %d  %-8s  %s\n", i+1, word, means)
		options[i] = word
	}
	answer := p.line(what, fallback)
	for i, word := range options {
		if answer == fmt.Sprint(i+1) {
			return word
		}
	}
	return answer
}

// answer asks a question of a sign-in.
func (p *prompter) answer(q signin.Question) string {
	if q.Secret {
		return p.secret(q.Prompt)
	}
	return p.line(q.Prompt, "")
}

// secret asks for something that is not shown while it is typed. From a pipe it is
// a line like any other.
func (p *prompter) secret(what string) string {
	text, _ := p.hidden(what)
	return text
}

func (p *prompter) hidden(what string) (text string, more bool) {
	if !term.IsTerminal(p.in.Fd()) {
		fmt.Fprint(p.out, what+": ")
		return p.read()
	}
	defer p.restoreOnSignal()()
	defer p.restore()()
	hideTyping(p.in.Fd()) // before the question: a paste can be quick
	fmt.Fprint(p.out, what+": ")
	typed, err := term.ReadPassword(p.in.Fd())
	fmt.Fprintln(p.out)
	return strings.TrimSpace(string(typed)), err == nil
}

// secretLater asks for a secret while the caller waits for something else too. The
// channel is closed at the end of the input. If the caller stops waiting for the
// answer it can ask nothing more; restore turns the echo on again.
func (p *prompter) secretLater(what string) <-chan string {
	answer := make(chan string, 1)
	go func() {
		defer close(answer)
		if text, more := p.hidden(what); more {
			answer <- text
		}
	}()
	return answer
}

// restore notes whether the terminal shows what is typed; done restores that, also
// while a question is open.
func (p *prompter) restore() (done func()) {
	before, err := term.GetState(p.in.Fd())
	if err != nil {
		return func() {} // a pipe
	}
	return func() { term.Restore(p.in.Fd(), before) }
}

// showWaits writes what token calls wait for, until done is called.
func (p *prompter) showWaits(q ui.WaitSource) (done func()) {
	over := make(chan struct{})
	go func() {
		for shown := (rest.Wait{}); ; {
			select {
			case <-over:
				return
			case <-q.WaitingChanged():
			}
			if now := q.Waiting(); len(now) > 0 && now[0] != shown {
				shown = now[0]
				p.print(fmt.Sprintf("Waiting %s: %s. ctrl+c gives up.", time.Until(shown.Until).Round(time.Second), shown.Reason))
			}
		}
	}()
	return func() { close(over) }
}

// restoreOnSignal turns the echo on again when a signal ends the program at a
// secret.
func (p *prompter) restoreOnSignal() (done func()) {
	before, err := term.GetState(p.in.Fd())
	if err != nil {
		return func() {}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT)
	go func() {
		if _, interrupted := <-signals; interrupted {
			term.Restore(p.in.Fd(), before)
			fmt.Fprintln(p.out)
			os.Exit(ExitFailed)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// prompter asks in plain lines, so that it works in a dumb terminal and through a
// pipe. Questions go to standard error: standard output stays clean.
type prompter struct {
	out    *os.File
	lines  lineReader
	veiled []string // answers that were not shown, as they may be secrets
}

// newPrompter returns a prompter, which takes the terminal until it is closed.
func newPrompter(in, out *os.File) *prompter {
	return &prompter{out: out, lines: newLineReader(in, out)}
}

// close gives the terminal back.
func (p *prompter) close() { p.lines.close() }

func (p *prompter) print(text string) { fmt.Fprintln(p.out, text) }

// question is a question of the login.
type question struct {
	text     string
	fallback string // what an empty answer means
	secret   bool

	// read returns what an answer means. Its error says in a sentence what to answer, and
	// does not repeat the answer, which may be a secret. A nil read takes every answer.
	read func(string) (string, error)

	// public says that what read takes is no secret, so it is shown where the answer
	// itself was not.
	public bool
}

// ask asks a question. A person who gives a wrong answer is asked again.
func (p *prompter) ask(q question) (string, error) {
	text := q.text
	switch {
	case slices.Contains(p.veiled, q.fallback):
		text += " [as before]"
	case q.fallback != "":
		text += " [" + q.fallback + "]"
	}
	for {
		a, err := p.lines.read(text, q.secret)
		if errors.Is(err, errNoAnswer) && !p.lines.person() {
			a, err = answer{}, nil // the rest of the answers are empty
		}
		if err != nil {
			return "", err
		}
		got, err := q.take(a.text)
		if err == nil {
			switch {
			case a.veiled && q.public:
				p.print("  " + rest.Clean(got))
			case a.veiled:
				p.veiled = append(p.veiled, got)
			}
			return got, nil
		}
		if !p.lines.person() {
			return "", err
		}
		p.print(err.Error())
	}
}

// take returns what an answer means. All but a secret lose the blanks around them.
func (q question) take(text string) (string, error) {
	if !q.secret {
		text = cmp.Or(strings.TrimSpace(text), q.fallback)
	}
	if q.read == nil {
		return text, nil
	}
	return q.read(text)
}

// credential asks a question about the person or the app.
func (p *prompter) credential(q signin.Question, fallback string) (string, error) {
	return p.ask(question{text: q.Prompt, fallback: fallback, secret: q.Secret, read: func(text string) (string, error) {
		if problem := q.Problem(text); problem != "" {
			return "", settings.UserErrorf(nil, "%s", problem)
		}
		return q.Read(text), nil
	}})
}

// choice asks for one of options, each a word, a tab and what it means. The answer
// is a number or a word.
func (p *prompter) choice(what string, options []string, fallback string) (string, error) {
	words := make([]string, len(options))
	for i, o := range options {
		word, means, _ := strings.Cut(o, "\t")
		fmt.Fprintf(p.out, "  %d  %-8s  %s\n", i+1, word, means)
		words[i] = word
	}
	return p.ask(question{text: what, fallback: fallback, public: true, read: func(text string) (string, error) {
		if slices.Contains(words, text) {
			return text, nil
		}
		for i, word := range words {
			if text == fmt.Sprint(i+1) {
				return word, nil
			}
		}
		return "", settings.UserErrorf(nil, "Enter 1 to %d, or %s.", len(words), alternatives(words))
	}})
}

// secretLater asks for a secret while the caller waits for something else too. The
// channel is closed at the end of the input. If the caller stops waiting for the
// answer it can ask nothing more.
func (p *prompter) secretLater(what string) <-chan string {
	got := make(chan string, 1)
	go func() {
		defer close(got)
		if a, err := p.lines.read(what, true); err == nil {
			got <- a.text
		}
	}()
	return got
}

// showWaits writes to out what token calls wait for, until done is called.
func showWaits(out *os.File, q ui.WaitSource) (done func()) {
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
				fmt.Fprintln(out, waitLine(shown))
			}
		}
	}()
	return func() { close(over) }
}

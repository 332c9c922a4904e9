package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/rest"
	"rcfwd/ui"
)

// writeFlags say whether a write asks, and whether it is sent at all.
type writeFlags struct {
	yes, dryRun bool
	ifUnchanged string
}

func (f *writeFlags) declare(cmd *cobra.Command) {
	own := cmd.Flags()
	own.BoolVarP(&f.yes, "yes", "y", false, "change it without a question")
	own.BoolVar(&f.dryRun, "dry-run", false, "print what would be sent as curl commands, and send only reads")
	own.StringVar(&f.ifUnchanged, "if-unchanged", "", "change it only while it has this `HASH`, as show prints it")
}

// check refuses a write that no one can be asked about, before anything is sent.
func (f *writeFlags) check(i *invocation) error {
	if f.yes || f.dryRun || (isTerminal(i.In) && !i.noInput) {
		return nil
	}
	return errors.New("this changes something, and no one can be asked: confirm with --yes, or see it with --dry-run")
}

// A write of a command takes the same way as one of the screen: it is checked, shown,
// confirmed, compared with what another user made of it meanwhile, journalled, sent and
// looked up if its answer is lost.

// do makes a change of the snapshot that was read. hash returns the hash of what is
// changed, for --if-unchanged; nil where that is not one thing. warnings are lines to show
// before the question.
func (s *session) do(ctx context.Context, w change.Write, hash func(api.Snapshot) string, warnings ...string) (change.Result, error) {
	editor, err := s.editor(ctx)
	if err != nil {
		return change.Result{}, err
	}
	if w, err = s.guarded(w, hash); err != nil {
		return change.Result{}, err
	}
	draft, err := editor.Preview(&s.snapshot, w)
	if err != nil {
		return change.Result{}, err
	}
	requests := s.client().Requests(draft)
	if len(requests) == 0 {
		s.note("%s", "It is so already. Nothing was sent.")
		return change.Result{Snapshot: s.snapshot}, nil
	}
	risks, err := s.judge(ctx, new(draft.Base()), new(draft.Snapshot()))
	if err != nil {
		return change.Result{}, err
	}
	if s.writing.dryRun {
		s.printCurl(requests)
		s.snapshot = draft.Snapshot() // what a next change would start from
		return change.Result{Snapshot: s.snapshot}, errDryRun
	}
	warnings = append(append(warnings, risks...), ui.SilencedWords(draft.Base().Rules, draft.Snapshot().Rules)...)
	if err := s.confirm(ui.DoingWords(unguarded(w)), s.to.Service.Preview(draft), warnings); err != nil {
		return change.Result{}, err
	}
	result, err := editor.Do(ctx, &s.snapshot, w)
	if err != nil {
		return result, err
	}
	s.snapshot = result.Snapshot
	s.note("%s", ui.SuccessWords(unguarded(w), &result))
	for _, note := range result.Entry.Notes() {
		s.note("%s", note)
	}
	return result, nil
}

// errDryRun ends a command after it has printed what would be sent.
var errDryRun = exitError{errors.New(""), ExitDone}

// guarded makes w depend on the hash of --if-unchanged.
func (s *session) guarded(w change.Write, hash func(api.Snapshot) string) (change.Write, error) {
	switch {
	case s.writing.ifUnchanged == "":
		return w, nil
	case hash == nil:
		return nil, usageError{errors.New("--if-unchanged works with one number or one rule")}
	}
	return change.IfUnchanged{Write: w, Hash: strings.ToLower(s.writing.ifUnchanged), Of: hash, Need: s.hashNeed}, nil
}

func unguarded(w change.Write) change.Write {
	if g, is := w.(change.IfUnchanged); is {
		return g.Write
	}
	return w
}

// confirm shows what will be sent, and asks. Anything but yes sends nothing.
func (s *session) confirm(doing string, preview api.Preview, warnings []string) error {
	if s.writing.yes {
		return nil
	}
	s.note("%s: %s", doing, preview.Short)
	for _, w := range warnings {
		s.note("%s", w)
	}
	return s.ask("Send this?")
}

// ask asks a question that starts on No.
func (i *invocation) ask(text string) error {
	p := newPrompter(i.In, os.Stderr)
	defer p.close()
	a, err := p.lines.read(text+" [y/N]", false)
	if answer := strings.ToLower(strings.TrimSpace(a.text)); err == nil && (answer == "y" || answer == "yes") {
		return nil
	}
	return errors.New("nothing was sent")
}

// printCurl prints requests as commands.
func (s *session) printCurl(requests []rest.Request) {
	for _, r := range requests {
		fmt.Fprintln(s.out, r.Curl(s.client().REST().Server()))
	}
}

package change

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// reports makes a change and returns its progress in words, one report a line.
func (d *driver) reports(do func(collect func(Progress))) []string {
	var all []string
	do(func(p Progress) {
		line := strings.Join(p.Done, ", ") + " | " + strings.Join(p.Left, ", ")
		if p.Stopped {
			line += " | stopped"
		}
		if p.Changes > 0 {
			line += fmt.Sprintf(" | %d of %d", p.Change, p.Changes)
		}
		all = append(all, line)
	})
	return all
}

// doReporting makes a change, which may fail, and returns its progress.
func (d *driver) doReporting(w Write) []string {
	return d.reports(func(collect func(Progress)) {
		_, _ = d.Do(WithProgress(d.t.Context(), collect), &d.seen, w)
	})
}

func TestProgress_namesWhatIsDoneAndWhatIsLeft(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: "new"}))
	got := d.doReporting(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
	want := []string{
		" | the flip list, the rules that ring Cabin",
		"the flip list | the rules that ring Cabin",
		"the flip list, the rules that ring Cabin | ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("it reports\n%q, not\n%q", got, want)
	}
}

func TestProgress_followsRemovalsOneByOne(t *testing.T) {
	d := newDriver(t, newUnlimitedSandbox(t))
	d.sandbox.FailNext(http.MethodDelete, "/forwarding-number", sandbox.Fault{Status: 400, Code: "CMN-101", Message: "no"})
	got := d.doReporting(Remove{Seen: []api.Number{d.byLabel("Mobile"), d.byLabel("Work")}})
	want := []string{" | Mobile, Work", "Mobile | Work", "Mobile, Work | "}
	if !slices.Equal(got, want) {
		t.Errorf("it reports\n%q, not\n%q", got, want)
	}
}

func TestProgress_saysThatARefusalStoppedIt(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: "new"}))
	d.sandbox.FailNext(http.MethodPut, "/call-flip-numbers", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
	got := d.doReporting(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
	want := []string{" | the flip list, the rules that ring Cabin", " | the rules that ring Cabin | stopped"}
	if !slices.Equal(got, want) {
		t.Errorf("it reports\n%q, not\n%q", got, want)
	}
}

func TestProgress_countsTheChangesOfAPlan(t *testing.T) {
	d := newDriver(t, newUnlimitedSandbox(t))
	var entries []journal.Entry
	for _, label := range []string{"Cabin", "Mobile"} {
		entries = append(entries, d.do(Remove{Seen: []api.Number{d.byLabel(label)}}).Entry)
	}
	slices.Reverse(entries)
	plan := d.plan(Undo, entries...)
	got := d.reports(func(collect func(Progress)) {
		if _, err := d.Run(WithProgress(t.Context(), collect), &plan); err != nil {
			t.Error(err)
		}
	})
	if first := got[0]; first != " |  | 1 of 2" {
		t.Errorf("it begins with %q", first)
	}
	if last := got[len(got)-1]; !strings.HasPrefix(last, "Cabin, ") || !strings.HasSuffix(last, " | 2 of 2") {
		t.Errorf("it ends with %q", last)
	}
}

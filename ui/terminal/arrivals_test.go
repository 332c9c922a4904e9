package terminal

import (
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/ui"
)

// read is keys that are read some time after the last ones; drawn says that a frame
// with a question was written in between.
type read struct {
	after  time.Duration
	drawn  int
	keys   string
	marked bool
	want   ui.Arrival
}

func TestArrivals_tellWhatArrivedTogether(t *testing.T) {
	for name, reads := range map[string][]read{
		"apart": {
			{keys: "d", marked: true, want: ui.Arrival{Different: 1}},
			{after: 3 * time.Millisecond, drawn: 1, keys: "y", marked: true, want: ui.Arrival{Different: 1, Seen: 1}},
		},
		"before the question was drawn": {
			{keys: "d", marked: true, want: ui.Arrival{Different: 1}},
			{after: time.Millisecond, keys: "y", marked: true, want: ui.Arrival{Different: 2}},
		},
		"a paste": {{keys: "dynamic route", marked: true, want: ui.Arrival{Different: 13}}},
		"a held key": {
			{keys: "JJJ", marked: true, want: ui.Arrival{Different: 1}},
			{after: time.Millisecond, keys: "\x1b[A\x1b[A", marked: true, want: ui.Arrival{Different: 2}},
		},
		"a divided sequence": {
			{keys: "\x1b[", marked: true, want: ui.Arrival{Different: 1}},
			{after: time.Millisecond, drawn: 1, keys: "A"},
			{after: time.Second, keys: "y", marked: true, want: ui.Arrival{Different: 1, Seen: 1}},
		},
		"a bracketed paste": {
			{keys: "\x1b[200~abc", marked: true, want: ui.Arrival{}},
			{after: time.Second, drawn: 1, keys: "def\x1b[201~"},
			{after: time.Second, drawn: 2, keys: "y", marked: true, want: ui.Arrival{Different: 1, Seen: 2}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := &arrivals{frames: &frames{}}
				for _, r := range reads {
					time.Sleep(r.after)
					if r.drawn > 0 {
						a.frames.make(r.drawn)
						a.frames.write()()
					}
					mark := a.mark(a.now(), []byte(r.keys))
					if (mark != "") != r.marked {
						t.Fatalf("%q is marked %q", r.keys, mark)
					}
					if mark == "" {
						continue
					}
					if got := arrivalOf(t, a, mark); got != r.want {
						t.Errorf("%q arrived as %+v, want %+v", r.keys, got, r.want)
					}
				}
			})
		})
	}
}

// arrivalOf passes a mark and a key through the filter.
func arrivalOf(t *testing.T, a *arrivals, mark string) ui.Arrival {
	t.Helper()
	parts := regexp.MustCompile(`^\x1b\[\?(\d+);1\$y$`).FindStringSubmatch(mark)
	if parts == nil {
		t.Fatalf("the mark is %q", mark)
	}
	mode := ansi.DECMode(0)
	for _, digit := range parts[1] {
		mode = mode*10 + ansi.DECMode(digit-'0')
	}
	if a.filter(tea.ModeReportMsg{Mode: mode}) != nil {
		t.Error("the program sees the mark")
	}
	return a.filter(tea.KeyPressMsg{Code: 'y', Text: "y"}).(ui.KeyMsg).Arrival
}

// A frame that has nothing to write is on the screen already, and one that the terminal
// does not take is not.
func TestFrames_knowWhatIsOnTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &frames{}
		f.make(1)
		if got, _ := f.shown(); got != 0 {
			t.Errorf("before the write: %d", got)
		}
		time.Sleep(time.Second)
		if got, _ := f.shown(); got != 1 {
			t.Errorf("without a write: %d", got)
		}
		f.make(2)
		end := f.write()
		if got, _ := f.shown(); got != 2 {
			t.Errorf("as the write begins: %d", got)
		}
		time.Sleep(time.Second)
		if got, _ := f.shown(); got != 0 {
			t.Errorf("while the write is stuck: %d", got)
		}
		end()
		if got, _ := f.shown(); got != 2 {
			t.Errorf("after the write: %d", got)
		}
	})
}

package terminal

import (
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/ui"
)

// arrivals tells the model of each key which others arrived with it, and what was on the
// screen then. Bubble Tea keeps no record of that, so a mark goes before the keys of
// each read: a report that no terminal sends unasked. The filter of the program takes
// the marks out again.
type arrivals struct {
	frames *frames

	mu      sync.Mutex
	last    arrival // of the keys that were read last
	open    bool    // these ended within a sequence or a paste, where no mark can be
	inPaste bool
	recent  [recentArrivals]ui.Arrival
	count   int

	filtered *ui.Arrival // of the keys that the program gets now; used by its loop alone
}

// arrival is one read of keys, with all those that arrived before it was drawn what they
// did.
type arrival struct {
	at   time.Time
	seen int
	draw int // number of the frame that was on the screen
	keys map[string]bool
}

const (
	recentArrivals = 64    // more than can wait between reading and the filter
	markMode       = 31000 // the first of as many modes that no terminal has

	// lostGap is after how long keys are no part of a sequence or a burst any more.
	lostGap = 100 * time.Millisecond
)

// addedByMark is how much longer than what was read what is passed on can be.
var addedByMark = len(markOf(recentArrivals - 1))

func markOf(i int) string { return fmt.Sprintf("\x1b[?%d;1$y", markMode+i) }

// now returns the moment at which keys were read.
func (a *arrivals) now() arrival {
	seen, draw := a.frames.shown()
	return arrival{at: time.Now(), seen: seen, draw: draw}
}

// mark returns what goes before keys that were read at a moment.
func (a *arrivals) mark(read arrival, keys []byte) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	together := read.at.Sub(a.last.at) < lostGap
	if together && (a.open || read.draw == a.last.draw) {
		read.seen, read.keys = a.last.seen, a.last.keys
	} else {
		read.keys = map[string]bool{}
	}
	unmarked := a.inPaste || together && a.open
	a.last = read
	a.addKeys(keys)
	if unmarked {
		return ""
	}
	i := a.count % recentArrivals
	a.recent[i] = ui.Arrival{Different: len(read.keys), Seen: read.seen}
	a.count++
	return markOf(i)
}

// addKeys adds the different ones of keys to those of the last read.
func (a *arrivals) addKeys(keys []byte) {
	state := byte(ansi.NormalState)
	for len(keys) > 0 {
		var key []byte
		var n int
		key, _, n, state = ansi.DecodeSequence(keys, state, nil)
		switch keys = keys[n:]; string(key) {
		case ansi.BracketedPasteStart:
			a.inPaste = true
		case ansi.BracketedPasteEnd:
			a.inPaste = false
		default:
			if !a.inPaste {
				a.last.keys[string(key)] = true
			}
		}
	}
	a.open = state != ansi.NormalState || a.inPaste
}

// filter takes a mark out of the messages, and gives each key its arrival.
func (a *arrivals) filter(msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.ModeReportMsg:
		if mode, is := msg.Mode.(ansi.DECMode); is && mode >= markMode && mode < markMode+recentArrivals {
			a.mu.Lock()
			defer a.mu.Unlock()
			found := a.recent[int(mode)-markMode]
			a.filtered = &found
			return nil
		}
	case tea.KeyPressMsg:
		if a.filtered != nil {
			return ui.KeyMsg{Press: msg, Arrival: *a.filtered}
		}
	}
	return msg
}

// frames tells which question of the model was drawn last.
type frames struct {
	mu     sync.Mutex
	made   question // in the frame that was made last
	drawn  question // in the last frame that began to be written
	before int      // the question on the screen until then
	writes int
	busy   bool // the write has not ended
}

type question struct {
	number int
	at     time.Time
}

const (
	unchanged = 100 * time.Millisecond // after so long, a frame that was not written has nothing to write
	stuck     = 250 * time.Millisecond // a write that takes longer waits for the terminal
)

// make notes the question in a frame that is made.
func (f *frames) make(number int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if number != f.made.number {
		f.made = question{number, time.Now()}
	}
}

// write begins a write and returns what ends it. The terminal can show what is written
// before the write has returned.
func (f *frames) write() (end func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = f.drawn.number
	f.drawn, f.busy = question{f.made.number, time.Now()}, true
	f.writes++
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.busy = false
	}
}

// shown returns the question that is on the screen, and how many writes there were.
func (f *frames) shown() (number, writes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.busy && time.Since(f.drawn.at) > stuck:
		return f.before, f.writes
	case !f.busy && time.Since(f.made.at) > unchanged:
		return f.made.number, f.writes
	}
	return f.drawn.number, f.writes
}

package uitest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// driver runs the root model over the sandbox without a terminal: keys go in,
// every command runs in a goroutine of its own, and settle waits until all of
// them wait for time or for something the test holds. It lives inside a
// synctest bubble, so time passes only when the test says so.
type driver struct {
	t       *testing.T
	keys    ui.KeyMap
	model   tea.Model
	sandbox *sandbox.Server
	options sandbox.Options // of the sandbox; prepare may change them
	args    []string        // of the program, besides --demo

	signedOut bool // start with the sign-in, of a person who has a home in HOME

	mu           sync.Mutex
	inbox        []tea.Msg
	terminalMsgs []tea.Msg // messages meant for the terminal: quit, clipboard, suspend
	ended        bool

	release func() // of what prepare holds
}

// drive runs test with a program of w by h cells on a sandbox of its own.
func drive(t *testing.T, keys ui.KeyMap, w, h int, prepare func(*driver), test func(*driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &driver{t: t, keys: keys}
		d.options = sandbox.Options{Base: cli.DemoServer, Limits: sandbox.GenerousLimits(), Log: t.Logf}
		if prepare != nil {
			prepare(d)
		}
		ctx, cancel := context.WithCancel(context.Background())
		d.start(ctx, w, h)
		test(d)
		d.ended = true
		cancel()
		time.Sleep(time.Hour) // lets the timers run out, or the bubble would not end
	})
}

// makeSandbox makes the sandbox early, for tests that alter it before the start.
func (d *driver) makeSandbox() *sandbox.Server {
	if d.sandbox == nil {
		s, err := sandbox.New(d.options)
		if err != nil {
			d.t.Fatal(err)
		}
		d.sandbox = s
	}
	return d.sandbox
}

// faults has things go wrong in the sandbox, as --faults does.
func (d *driver) faults(spec string) {
	f, err := sandbox.ParseFaults(spec)
	if err != nil {
		d.t.Fatal(err)
	}
	d.options.Faults = f
}

func (d *driver) start(ctx context.Context, w, h int) {
	if !d.signedOut {
		d.args = append(d.args, "--demo")
	}
	connector, first, err := cli.ConnectTo(ctx, d.makeSandbox(), d.keys, d.args...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.model = ui.New(ctx, d.keys, connector, first)
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	d.run(d.model.Init())
	d.settle()
}

// run starts what a command does.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.inbox = append(d.inbox, msg)
	}()
}

// send gives the model a message.
func (d *driver) send(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
		return
	}
	if strings.HasPrefix(typeName(msg), "tea.") {
		d.terminalMsgs = append(d.terminalMsgs, msg)
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	d.run(cmd)
}

// settle hands over answers until nothing moves any more.
func (d *driver) settle() {
	for !d.ended {
		synctest.Wait()
		d.mu.Lock()
		batch := d.inbox
		d.inbox = nil
		d.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		for _, msg := range batch {
			d.send(msg)
		}
	}
}

// pass lets time go by, handing over what happens on the way.
func (d *driver) pass(total time.Duration) {
	const step = 100 * time.Millisecond
	for ; total > 0; total -= step {
		time.Sleep(min(step, total))
		d.settle()
	}
}

// press presses keys by their names, settling after each.
func (d *driver) press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.send(pressOf(name))
		d.settle()
	}
}

// pressAtOnce presses keys faster than any command can answer.
func (d *driver) pressAtOnce(names ...string) {
	for _, name := range names {
		d.send(pressOf(name))
	}
	d.settle()
}

// write types text, a key a character.
func (d *driver) write(text string) {
	for _, r := range text {
		d.send(pressOf(string(r)))
	}
	d.settle()
}

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
	"pgdown": tea.KeyPgDown, "delete": tea.KeyDelete, "backspace": tea.KeyBackspace,
}

func pressOf(name string) tea.KeyPressMsg {
	base, ctrl := strings.CutPrefix(name, "ctrl+")
	base, shift := strings.CutPrefix(base, "shift+")
	k := tea.Key{}
	switch code, named := keyCodes[base]; {
	case named:
		k.Code = code
	case base == "space" || base == " ":
		k.Code, k.Text = ' ', " "
	case ctrl:
		k.Code = []rune(base)[0]
	default:
		k.Code, k.Text = []rune(base)[0], base
	}
	if ctrl {
		k.Mod |= tea.ModCtrl
	}
	if shift {
		k.Mod |= tea.ModShift
	}
	return tea.KeyPressMsg(k)
}

// screen is the frame without its colours.
func (d *driver) screen() string { return ansi.Strip(d.model.View().Content) }

// sees fails unless every text is on the screen.
func (d *driver) sees(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	squeezed := squeeze(screen)
	for _, text := range texts {
		if !strings.Contains(squeezed, squeeze(text)) {
			d.t.Errorf("the screen lacks %q:\n%s", text, screen)
		}
	}
}

// lacks fails if any text is on the screen.
func (d *driver) lacks(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	squeezed := squeeze(screen)
	for _, text := range texts {
		if strings.Contains(squeezed, squeeze(text)) {
			d.t.Errorf("the screen still has %q:\n%s", text, screen)
		}
	}
}

// squeeze makes texts comparable however they were wrapped.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// clipboard is what was copied last.
func (d *driver) clipboard() string {
	for i := len(d.terminalMsgs) - 1; i >= 0; i-- {
		if strings.HasSuffix(typeName(d.terminalMsgs[i]), "setClipboardMsg") {
			return fmt.Sprint(d.terminalMsgs[i])
		}
	}
	return ""
}

// sent counts the requests with this method whose path ends like this.
func (d *driver) sent(method, suffix string) int {
	n := 0
	for _, r := range d.sandbox.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			n++
		}
	}
	return n
}

// typeName names the type of a message, for those that Bubble Tea keeps to
// itself.
func typeName(msg tea.Msg) string { return fmt.Sprintf("%T", msg) }

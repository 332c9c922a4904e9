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

// driver runs the root model over the sandbox, without a terminal: a test presses
// keys, every command runs in a goroutine of its own, and settle returns when all of
// them wait for time or for something that the test holds. It runs in a synctest
// bubble, so time passes only when the test lets it.
type driver struct {
	t       *testing.T
	keys    ui.KeyMap
	model   tea.Model
	sandbox *sandbox.Server
	options sandbox.Options // of the sandbox; prepare may change them
	args    []string        // of the program, besides --demo
	ascii   bool            // the terminal has no glyphs

	signedOut bool // start without --demo; the test has set HOME

	mu           sync.Mutex
	inbox        []tea.Msg
	terminalMsgs []tea.Msg // messages meant for the terminal: quit, clipboard, suspend
	ended        bool

	release func() // releases what prepare holds
}

// drive runs test with a screen of w by h cells and a sandbox of its own. prepare, if
// not nil, runs before the program starts.
func drive(t *testing.T, keys ui.KeyMap, w, h int, prepare func(*driver), test func(*driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &driver{t: t, keys: keys}
		d.options = sandbox.Options{Base: cli.DemoServer, Limits: sandbox.GenerousLimits(), Log: t.Logf}
		if prepare != nil {
			prepare(d)
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer func() { // also when the test failed for good
			d.ended = true
			cancel()
			time.Sleep(time.Hour) // lets timers expire, or the bubble would not end
		}()
		d.start(ctx, w, h)
		test(d)
	})
}

// makeSandbox returns the sandbox. prepare can call it to change the sandbox before
// the start.
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

// faults sets what goes wrong in the sandbox, as --faults does.
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
	root := ui.New(ctx, d.keys, connector, &first)
	root.Terminal.ASCII = d.ascii
	d.model = root
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	d.run(d.model.Init())
	d.settle()
}

// run starts a command.
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

// send passes a message to the model.
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

// settle passes answers to the model until no more come.
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

// pass lets time pass, and passes to the model what happens meanwhile.
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

// write types text, one key for each character.
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

// screen returns the frame without styles.
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

// squeeze returns text with every run of white space as one blank, so that texts can
// be compared however they were wrapped.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// clipboard returns what was copied last.
func (d *driver) clipboard() string {
	for i := len(d.terminalMsgs) - 1; i >= 0; i-- {
		if strings.HasSuffix(typeName(d.terminalMsgs[i]), "setClipboardMsg") {
			return fmt.Sprint(d.terminalMsgs[i])
		}
	}
	return ""
}

// sent counts the requests with this method and this end of the path.
func (d *driver) sent(method, suffix string) int {
	n := 0
	for _, r := range d.sandbox.Requests() {
		if r.Method == method && strings.HasSuffix(r.Path, suffix) {
			n++
		}
	}
	return n
}

// typeName returns the type of a message, also of those that Bubble Tea does not
// export.
func typeName(msg tea.Msg) string { return fmt.Sprintf("%T", msg) }

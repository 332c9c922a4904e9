package terminal

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/settings"
)

// Crash records the first panic of the program, so that Run can restore the
// terminal and write one report about it, without phone numbers. The zero value
// is ready to use.
type Crash struct {
	Version string // of the program, for the report

	mu   sync.Mutex
	text string // empty until the first panic
	quit func() // set by Run
}

// Record records a panic with the value r that was recovered, and ends the
// program. It is for panics outside the program's own loop and commands.
func (c *Crash) Record(r any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.text == "" {
		c.text = fmt.Sprintf("%v\n\n%s", r, debug.Stack())
		go c.quit()
	}
}

// recoverPanic records a panic when it is deferred.
func (c *Crash) recoverPanic() {
	if r := recover(); r != nil {
		c.Record(r)
	}
}

// report writes the panic into a file that only its owner can read and returns
// an error that names the file; nil without a panic.
func (c *Crash) report() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.text == "" {
		return nil
	}
	text := fmt.Sprintf("rcfwd %s, %s, %s/%s, %s\n\n%s", c.Version, time.Now().UTC().Format(time.RFC3339),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), longDigits().ReplaceAllString(c.text, "#######"))
	name, err := writeReport(text)
	if err != nil {
		return fmt.Errorf("the program crashed and restored the terminal; the report could not be written: %w", err)
	}
	return fmt.Errorf("the program crashed and restored the terminal; please report it with %s, which holds no secrets", name)
}

// longDigits finds digits that may be a phone number or an id.
func longDigits() *regexp.Regexp { return regexp.MustCompile(`\+?\d{7,}`) }

func writeReport(text string) (name string, err error) {
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return "", err
	}
	if err := settings.MakeFolder(folders.State); err != nil {
		return "", err
	}
	name = filepath.Join(folders.State, "fault-"+time.Now().UTC().Format("20060102-150405")+".txt")
	return name, os.WriteFile(name, []byte(text), 0o600)
}

// recovering is a model whose panics are recorded, those of its commands too.
type recovering struct {
	tea.Model
	crash  *Crash
	frames *frames
}

func (m recovering) Init() tea.Cmd {
	defer m.crash.recoverPanic()
	return m.guard(m.Model.Init())
}

func (m recovering) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = m
	defer m.crash.recoverPanic()
	model, cmd := m.Model.Update(msg)
	return recovering{model, m.crash, m.frames}, m.guard(cmd)
}

func (m recovering) View() tea.View {
	defer m.crash.recoverPanic()
	view := m.Model.View()
	if asks, is := m.Model.(interface{ Question() int }); is {
		m.frames.make(asks.Question())
	}
	return view
}

// guard returns cmd with its panics recorded, and those of the commands that it
// returns in a batch.
func (m recovering) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer m.crash.recoverPanic()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = m.guard(batch[i])
			}
		}
		return msg
	}
}

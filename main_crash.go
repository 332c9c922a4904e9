package main

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

	"rcfwd/api/signin"
)

// guarded is the program with its faults caught: whatever panics in it, the
// terminal is put back and one file says where, without phone numbers.
type guarded struct {
	tea.Model
	fault *fault
}

// fault is the first panic of the program.
type fault struct {
	mu    sync.Mutex
	text  string // empty while there was none
	leave func()
}

func (g guarded) Init() tea.Cmd {
	defer g.fault.caught()
	return g.guard(g.Model.Init())
}

func (g guarded) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = g
	defer g.fault.caught()
	model, cmd := g.Model.Update(msg)
	return guarded{model, g.fault}, g.guard(cmd)
}

func (g guarded) View() tea.View {
	defer g.fault.caught()
	return g.Model.View()
}

// guard catches the faults of a command, and of those that it gives in a batch.
func (g guarded) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer g.fault.caught()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = g.guard(batch[i])
			}
		}
		return msg
	}
}

// caught notes a panic and leaves the program.
func (f *fault) caught() {
	if r := recover(); r != nil {
		f.note(r)
	}
}

// note notes a panic that was caught elsewhere, and leaves the program.
func (f *fault) note(r any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.text == "" {
		f.text = fmt.Sprintf("%v\n\n%s", r, debug.Stack())
		go f.leave()
	}
}

// phones are digits that may be a phone number or an id.
var phones = regexp.MustCompile(`\+?\d{7,}`)

// report writes the fault into a file that only its owner can read and names
// the file; without a fault it is nil.
func (f *fault) report() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.text == "" {
		return nil
	}
	text := fmt.Sprintf("rcfwd %s, %s, %s/%s, %s\n\n%s", version(), time.Now().UTC().Format(time.RFC3339),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), phones.ReplaceAllString(f.text, "#######"))
	name, err := writeFault(text)
	if err != nil {
		return fmt.Errorf("a fault in the program ended it, and the terminal is as it was; it could not be written down: %w", err)
	}
	return fmt.Errorf("a fault in the program ended it, and the terminal is as it was; please report it with %s, which holds no secrets", name)
}

func writeFault(text string) (name string, err error) {
	folders, err := signin.FindFolders(os.Getenv)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folders.State, 0o700); err != nil {
		return "", err
	}
	name = filepath.Join(folders.State, "fault-"+time.Now().UTC().Format("20060102-150405")+".txt")
	return name, os.WriteFile(name, []byte(text), 0o600)
}

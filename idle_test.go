package main

import (
	"bytes"
	"context"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// screen takes what the program writes.
type screen struct {
	mu    sync.Mutex
	bytes bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Write(p)
}

func (s *screen) written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes.Len()
}

// runQuietly runs the whole program, renderer and all, while test looks on; time
// is in its hand.
func runQuietly(t *testing.T, prepare func(*sandbox.Server), test func(*screen)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		made, err := (&madeUp{people: 12, as: "104"}).make(demoBase, sandbox.GenerousLimits(), t.Logf, nil)
		if err != nil {
			t.Fatal(err)
		}
		prepare(made)
		d := newDoor(flags{demo: true})
		d.made = made
		first, err := d.first(ctx)
		if err != nil {
			t.Fatal(err)
		}
		keyboard, typing := io.Pipe()
		out := &screen{}
		program := tea.NewProgram(ui.New(ctx, keyMap(), d, first), tea.WithContext(ctx), tea.WithInput(keyboard), tea.WithOutput(out),
			tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.ANSI), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			program.Run()
		}()
		time.Sleep(time.Second)
		test(out)
		program.Quit()
		typing.Close()
		<-ended
		cancel()
		time.Sleep(time.Hour) // lets the timers run out, or the bubble would not end
	})
}

// Nothing is written while nothing happens, whether at rest or while a request
// takes its time.
func TestIdleWritesNothing(t *testing.T) {
	for name, prepare := range map[string]func(*sandbox.Server){
		"at rest":        func(*sandbox.Server) {},
		"a slow request": func(s *sandbox.Server) { s.HoldBefore("GET", numbersPath) },
	} {
		t.Run(name, func(t *testing.T) {
			runQuietly(t, prepare, func(out *screen) {
				before := out.written()
				if before == 0 {
					t.Fatal("nothing was drawn")
				}
				time.Sleep(20 * time.Second)
				if n := out.written() - before; n > 0 {
					t.Errorf("%d bytes in 20 s", n)
				}
			})
		})
	}
}

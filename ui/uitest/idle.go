package uitest

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
	"rcfwd/ui/cli"
)

// screen records what the program writes.
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

// runQuietly runs the whole program with its renderer, in a bubble where time passes
// only as test lets it.
func runQuietly(t *testing.T, keys ui.KeyMap, test func(*sandbox.Server, io.Writer, *screen)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		server, err := sandbox.New(sandbox.Options{Base: cli.DemoServer, Limits: sandbox.GenerousLimits(), Log: t.Logf})
		if err != nil {
			t.Fatal(err)
		}
		connector, first, err := cli.ConnectTo(ctx, server, keys, "--demo")
		if err != nil {
			t.Fatal(err)
		}
		keyboard, typing := io.Pipe()
		out := &screen{}
		program := tea.NewProgram(ui.New(ctx, keys, connector, &first), tea.WithContext(ctx), tea.WithInput(keyboard), tea.WithOutput(out),
			tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.ANSI), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			program.Run()
		}()
		time.Sleep(time.Second)
		test(server, typing, out)
		program.Quit()
		typing.Close()
		<-ended
		cancel()
		time.Sleep(time.Hour) // lets timers expire, or the bubble would not end
	})
}

// Nothing is written while nothing happens, also while a request is slow.
func idle_writesNothing(t *testing.T, keys ui.KeyMap) {
	for name, begin := range map[string]func(*sandbox.Server, io.Writer){
		"at rest": func(*sandbox.Server, io.Writer) {},
		"a slow request": func(s *sandbox.Server, keyboard io.Writer) {
			s.HoldBefore("GET", numbersPath)
			io.WriteString(keyboard, "r")
		},
	} {
		t.Run(name, func(t *testing.T) {
			runQuietly(t, keys, func(s *sandbox.Server, keyboard io.Writer, out *screen) {
				opened := out.written()
				begin(s, keyboard)
				time.Sleep(time.Second)
				before := out.written()
				if slow := name != "at rest"; before == 0 || slow && before == opened { // the screen says that it is reading
					t.Fatal("nothing was drawn, or no request is under way")
				}
				time.Sleep(5 * time.Second)
				if n := out.written() - before; n > 0 {
					t.Errorf("%d bytes in 5 s: %q", n, out.bytes.Bytes()[before:])
				}
			})
		})
	}
}

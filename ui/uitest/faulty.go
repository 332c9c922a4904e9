//go:build linux

package uitest

import (
	"flag"
	"log"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// envRun is the variable with which the test binary runs as the program, so that
// tests run the real program, under the race detector if they do.
const envRun = "RCFWD_TEST_RUN"

// envPanic is the variable that says where that program panics: in Update, in View,
// in a command, or in the goroutine that sends a request whose path has a word.
const envPanic = "RCFWD_TEST_PANIC"

// Main runs the tests, or the program itself where a test has started the test
// binary as the program. It returns the exit code.
func Main(m *testing.M, keys ui.KeyMap) int {
	if os.Getenv(envRun) == "" {
		defer func() { os.RemoveAll(builds.folder) }()
		debug.SetGCPercent(400)        // the program, in another process, sets its own
		os.Unsetenv("XDG_RUNTIME_DIR") // the tests leave no tokens in the folder of who runs them
		flag.Parse()
		flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))) // most tests wait for a program
		return m.Run()
	}
	wrap := func(m tea.Model) tea.Model { return m }
	if where := os.Getenv(envPanic); where != "" {
		wrap = func(m tea.Model) tea.Model { return panicky{m, where} }
		if where == "noise" {
			wrap = func(m tea.Model) tea.Model { return noisy{m} }
		}
		http.DefaultTransport = panickyTransport{http.DefaultTransport, where}
	}
	return cli.Run(os.Args[1:], keys, wrap)
}

// panicky is a model that panics.
type panicky struct {
	tea.Model
	where string
}

func (p panicky) Init() tea.Cmd {
	if p.where == "command" {
		return func() tea.Msg { panic("on purpose") }
	}
	return p.Model.Init()
}

func (p panicky) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, sized := msg.(tea.WindowSizeMsg); sized && p.where == "Update" {
		panic("on purpose")
	}
	m, cmd := p.Model.Update(msg)
	return panicky{m, p.where}, cmd
}

func (p panicky) View() tea.View {
	if v := p.Model.View(); p.where != "View" || v.Content == "" {
		return v
	}
	panic("on purpose")
}

// panickyTransport is a transport that panics.
type panickyTransport struct {
	http.RoundTripper
	where string
}

func (p panickyTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if path, is := strings.CutPrefix(p.where, "request "); is && strings.Contains(r.URL.Path, path) {
		panic("on purpose")
	}
	return p.RoundTripper.RoundTrip(r)
}

// noisy is a model in which a library logs.
type noisy struct{ tea.Model }

func (n noisy) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	log.Print("noise")
	m, cmd := n.Model.Update(msg)
	return noisy{m}, cmd
}

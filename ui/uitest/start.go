//go:build linux

package uitest

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// initBounds are how many bytes packages may allocate before main starts. Every command
// pays for them, so that what only some need is made when it is needed.
var initBounds = map[string]int{
	"rcfwd/api":                              6_500, // words of the service as maps
	"rcfwd/api/phonenumber":                  6_500,
	"rcfwd/api/sandbox":                      5_000,
	"rcfwd/api/rest":                         3_500,
	"rcfwd/ui":                               2_000,
	"rcfwd/ui/cli":                           2_500,
	"rcfwd/api/calls":                        1_500,
	"github.com/atotto/clipboard":            40_000, // looks for programs in PATH; comes with the text input
	"github.com/charmbracelet/ultraviolet":   24_000,
	"github.com/charmbracelet/x/ansi":        16_000,
	"github.com/charmbracelet/x/ansi/parser": 5_000,
	"charm.land/lipgloss/v2":                 5_500,
	"github.com/mattn/go-runewidth":          4_500,
	"github.com/charmbracelet/x/termios":     2_500,
	"github.com/spf13/cobra":                 1_500,
}

// initBound is how many bytes any other package that is not of Go's library may allocate.
const initBound = 1_000

func start_initializesLittle(t *testing.T, keys ui.KeyMap) {
	cmd := exec.Command(buildProgram(t, "rcfwd"), "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	packages := 0
	for line := range strings.Lines(trace.String()) {
		var name string
		var at, clock float64
		var bytes, allocations int
		if _, err := fmt.Sscanf(line, "init %s @%f ms, %f ms clock, %d bytes, %d allocs", &name, &at, &clock, &bytes, &allocations); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if domain, _, _ := strings.Cut(name, "/"); domain != "rcfwd" && !strings.Contains(domain, ".") {
			continue // Go's library
		}
		packages++
		bound, known := initBounds[name]
		if !known {
			bound = initBound
		}
		if bytes > bound {
			t.Errorf("%s allocates %d bytes before main starts, want at most %d: make them when they are needed", name, bytes, bound)
		}
	}
	if packages < len(initBounds) {
		t.Errorf("the trace has %d packages:\n%s", packages, &trace)
	}
}

// commandMemory is how many bytes a command may have at most.
const commandMemory = 20 << 20

func start_needsLittleMemory(t *testing.T, keys ui.KeyMap) {
	_, env := serveSandbox(t)
	for _, command := range [][]string{{"--version"}, {"numbers", "--json"}} {
		if c := measureCommand(t, env, append([]string{buildProgram(t, "rcfwd")}, command...)); c.memory > commandMemory {
			t.Errorf("rcfwd %s has %d bytes, want at most %d", strings.Join(command, " "), c.memory, commandMemory)
		}
	}
}

// serveSandbox serves a sandbox without limits on the loopback, and returns the variables
// that sign in to it and keep all files in a folder of the test.
func serveSandbox(t testing.TB) (*sandbox.Server, []string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	t.Cleanup(server.Close)
	base := "http://" + server.Listener.Addr().String()
	s, err := sandbox.New(sandbox.Options{Base: base, Limits: sandbox.Limits{Off: true}, Log: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = s
	server.Start()
	home, c := t.TempDir(), s.Credentials()
	if err := os.Mkdir(filepath.Join(home, "run"), 0o700); err != nil {
		t.Fatal(err)
	}
	return s, []string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_STATE_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_RUNTIME_DIR=" + home + "/run",
		"RC_SERVER_URL=" + base, "RC_APP_CLIENT_ID=" + c.ClientID, "RC_APP_CLIENT_SECRET=" + c.ClientSecret, "RC_USER_JWT=" + c.JWT,
	}
}

// commandCost is what the whole process of a command costs.
type commandCost struct {
	wall, cpu time.Duration
	memory    int // bytes at most
}

func measureCommand(t testing.TB, env, command []string) (c commandCost) {
	t.Helper()
	cmd := exec.Command(buildProgram(t, "rcfwd/ui/uitest/stopwatch"), command...)
	cmd.Env = append([]string{"PATH=/usr/bin:/bin"}, env...)
	out, err := cmd.CombinedOutput()
	if _, wrong := fmt.Sscan(string(out), &c.wall, &c.cpu, &c.memory); err != nil || wrong != nil {
		t.Fatalf("%s: %v, %s", strings.Join(command, " "), err, out)
	}
	c.memory *= 1024
	return c
}

// StartTable prints what commands cost beside a program that prints hello: the medians of
// 41 runs, in turns: go test -run StartTable -table . It checks nothing, because times
// depend on the machine.
func StartTable(t *testing.T, keys ui.KeyMap) {
	if !*table {
		t.Skip("only with -table")
	}
	_, env := serveSandbox(t)
	rcfwd := buildProgram(t, "rcfwd")
	commands := [][]string{
		{buildProgram(t, "rcfwd/ui/uitest/hello")}, {rcfwd, "--version"}, {rcfwd, "numbers", "--json"},
	}
	walls, cpus, memory := make([][]time.Duration, len(commands)), make([][]time.Duration, len(commands)), make([]int, len(commands))
	for range 41 {
		for i, command := range commands {
			c := measureCommand(t, env, command)
			walls[i], cpus[i], memory[i] = append(walls[i], c.wall), append(cpus[i], c.cpu), max(memory[i], c.memory)
		}
	}
	for i, command := range commands {
		fmt.Printf("%-24s %6.2f ms, %5.2f times hello; CPU %6.2f ms, %5.2f times; at most %.1f MB\n",
			strings.Join(slices.Concat([]string{filepath.Base(command[0])}, command[1:]), " "),
			ms(median(walls[i])), float64(median(walls[i]))/float64(median(walls[0])),
			ms(median(cpus[i])), float64(median(cpus[i]))/float64(median(cpus[0])), float64(memory[i])/1e6)
	}
}

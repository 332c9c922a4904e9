//go:build linux

package uitest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

var builds struct {
	sync.Mutex
	folder string
	paths  map[string]string
}

// buildProgram builds a program of this module, once a run, and returns its path. For
// the table it builds as for a release, otherwise such that the packages of the tests
// are not compiled again.
func buildProgram(t testing.TB, name string) string {
	t.Helper()
	builds.Lock()
	defer builds.Unlock()
	if builds.folder == "" {
		folder, err := os.MkdirTemp("", "rcfwd-built")
		if err != nil {
			t.Fatal(err)
		}
		builds.folder, builds.paths = folder, map[string]string{}
	}
	if path := builds.paths[name]; path != "" {
		return path
	}
	path := filepath.Join(builds.folder, "program"+strings.ReplaceAll(name, "/", "-"))
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, name)
	if *table {
		cmd.Args = slices.Insert(cmd.Args, 2, "-trimpath")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", name, err, out)
	}
	builds.paths[name] = path
	return path
}

// pair is rcfwd and the floor program with the same rows, each on a terminal of the
// same size. Both must show the same in every cell.
type pair struct {
	ours, floor *terminal
	rows        []string
}

func startPair(t *testing.T, w, h, rows int) *pair {
	t.Helper()
	m, env := serveNumbers(t, rows)
	p := &pair{ours: startTerminal(t, w, h, env), rows: m.rows}
	p.ours.seesNumbers(rows, h)
	p.floor = startFloor(t, w, h, m, p.ours)
	p.watchBoth()
	p.settle("> 1")
	return p
}

// seesNumbers waits for the whole screen of numbers, which the floor program is told parts
// of.
func (term *terminal) seesNumbers(rows, h int) {
	term.t.Helper()
	for _, part := range []string{strconv.Itoa(rows) + " numbers", "ext 104", "? keys"} {
		term.sees(part)
	}
	if h >= 50 {
		term.sees(" UTC") // when the numbers were read
	}
}

// watchBoth makes until of rcfwd's terminal look again when the floor program writes.
func (p *pair) watchBoth() {
	p.floor.mu.Lock()
	defer p.floor.mu.Unlock()
	p.floor.watching = p.ours
}

// startFloor starts the floor program with the top line of rcfwd.
func startFloor(t *testing.T, w, h int, m *numberServer, like *terminal) *terminal {
	t.Helper()
	screen := like.shown()
	head, _, _ := strings.Cut(screen, "\n")
	_, read, _ := strings.Cut(screen, "Read       ")
	read, utc, _ := strings.Cut(read, "  ")
	utc, _, _ = strings.Cut(utc, " UTC")
	_, clock, _ := strings.Cut(screen, "· read ")
	clock, _, _ = strings.Cut(clock, " ")
	return startProgram(t, w, h, nil, buildProgram(t, "rcfwd/ui/uitest/floor"), "-rows", strconv.Itoa(len(m.rows)), "-head", strings.TrimRight(head, " "),
		"-server", "SANDBOX "+strings.TrimPrefix(m.base, "http://"), "-read", read, "-utc", utc, "-clock", clock)
}

// settle waits until the floor program shows a text and rcfwd shows the same in every
// cell.
func (p *pair) settle(shows string) {
	p.ours.t.Helper()
	p.floor.sees(shows)
	alike := false
	defer func() {
		if !alike {
			p.ours.t.Logf("the floor program shows:\n%s\n%s", p.floor.shown(), firstDifference(p.ours.cells(), p.floor.cells()))
		}
	}()
	p.ours.until("the same screen", func(string) bool {
		alike = cellsOf(p.ours.screen) == p.floor.cells()
		return alike
	})
}

// press types into both, and returns how many bytes each wrote for it.
func (p *pair) press(name, shows string) (ours, floor int) {
	p.ours.t.Helper()
	ours, floor = p.ours.written(), p.floor.written()
	p.floor.types(name)
	p.ours.types(name)
	p.settle(shows)
	return p.ours.written() - ours, p.floor.written() - floor
}

// reversed is the bit of a cell's attributes for reverse video.
const reversed = 1 << 5

// gridOf returns every cell of a screen with its style, and the ends of the lines. A
// blank shows neither weight nor color.
func gridOf(screen *vt.Emulator) (grid []string) {
	for y := range screen.Height() {
		for x := range screen.Width() {
			c := screen.CellAt(x, y)
			if c == nil || c.Content == "" || c.Content == " " && c.Style.Underline == ansi.UnderlineNone && c.Style.Attrs&reversed == 0 {
				grid = append(grid, " ")
				continue
			}
			grid = append(grid, c.Style.String()+c.Content)
		}
		grid = append(grid, "\n")
	}
	return grid
}

func cellsOf(screen *vt.Emulator) string { return strings.Join(gridOf(screen), "") }

// firstDifference describes the first line in which two screens differ.
func firstDifference(ours, floor string) string {
	a, b := strings.Split(ours, "\n"), strings.Split(floor, "\n")
	for y := range min(len(a), len(b)) {
		if a[y] != b[y] {
			return fmt.Sprintf("line %d of rcfwd is\n%q\nand of the floor program\n%q", y+1, a[y], b[y])
		}
	}
	return "the screens are the same"
}

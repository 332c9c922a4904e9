//go:build linux

package uitest

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"rcfwd/ui"
)

var table = flag.Bool("table", false, "print what drawing costs, for rcfwd and for the floor program")

// Table prints what drawing costs, for the program as it is released and for the floor
// program in the same run: go test -run Table -table . It checks nothing, because times
// depend on the machine; Bytes checks what is the same on every machine.
func Table(t *testing.T, keys ui.KeyMap) {
	if !*table {
		t.Skip("only with -table")
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "program\trows\tsize\tfirst ms\tstart B\tmove B\trow B\tpage B\tfilter B\tform B\tB/cell\tp50 ms\tp95 ms\t200 keys ms\tCPU ms/key\tMB\tidle B\tidle ms/s\t")
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		compareDemo(t, out, size[0], size[1])
		for _, rows := range []int{10, 1_000, 100_000} {
			compare(t, out, size[0], size[1], rows)
		}
	}
	out.Flush()
}

// measurement is a row of the table.
type measurement struct {
	term   *terminal
	first  time.Duration
	start  int
	bytes  map[string][]int // by kind of key
	cells  [2]int           // bytes, and cells that changed, of all keys
	paints []time.Duration
	burst  string
	cpu    time.Duration // for each key
	memory int           // bytes
	idle   string
}

// compareDemo compares the start of the demo, which reads its numbers from memory.
func compareDemo(t *testing.T, out *tabwriter.Writer, w, h int) {
	ours := timeToFirstRow(t, w, h, buildProgram(t, "rcfwd"), "--demo")
	floor := timeToFirstRow(t, w, h, buildProgram(t, "rcfwd/ui/uitest/floor"), "-rows", "6")
	fmt.Fprintf(out, "rcfwd --demo\t6\t%dx%d\t%.1f\t-\t-\t-\t-\t-\t%d\t\nfloor\t6\t%dx%d\t%.1f\t\n", w, h, ms(ours), formKey(t, w, h), w, h, ms(floor))
}

// formKey returns the bytes of a key in a field of a form.
func formKey(t *testing.T, w, h int) int {
	term := startProgram(t, w, h, nil, buildProgram(t, "rcfwd"), "--demo")
	term.sees("now ") // the last that is read
	term.types("n\t\t")
	term.sees("> Label")
	term.types("a")
	term.sees("1 of 60 characters")
	before := term.written()
	term.types("b")
	term.sees("2 of 60 characters")
	term.cmd.Process.Kill()
	<-term.exit
	return term.written() - before
}

// timeToFirstRow returns how long the first row takes to the screen: the median of nine
// starts.
func timeToFirstRow(t *testing.T, w, h int, program string, args ...string) time.Duration {
	var all []time.Duration
	for range 9 {
		began := time.Now()
		term := startProgram(t, w, h, nil, program, args...)
		term.sees("> 1")
		all = append(all, term.lastWrite().Sub(began))
		term.cmd.Process.Kill()
		<-term.exit
	}
	return median(all)
}

func compare(t *testing.T, out *tabwriter.Writer, w, h, rows int) {
	m, env := serveNumbers(t, rows)
	began := time.Now()
	p := &pair{ours: startProgram(t, w, h, env, buildProgram(t, "rcfwd")), rows: m.rows}
	p.ours.sees(strconv.Itoa(rows) + " numbers")
	ours := measurement{term: p.ours, first: time.Since(began), bytes: map[string][]int{}, idle: "-\t-", burst: "-"}
	p.ours.seesNumbers(rows, h)
	began = time.Now()
	p.floor = startFloor(t, w, h, m, p.ours)
	p.floor.sees("> 1")
	floor := measurement{term: p.floor, first: time.Since(began), bytes: map[string][]int{}, idle: "-\t-", burst: "-"}
	p.watchBoth()
	p.settle("> 1")
	ours.start, floor.start = p.ours.written(), p.floor.written()
	p.everyKind(h, &ours, &floor)
	for _, x := range []*measurement{&ours, &floor} {
		x.measureKeys(p)
		x.measureBurst(p)
		x.memory = residentMemory(t, x.term.cmd.Process.Pid)
	}
	idle(rows, &ours, &floor)
	for i, x := range []*measurement{&ours, &floor} {
		x.print(out, []string{"rcfwd", "floor"}[i], rows, w, h)
		x.term.cmd.Process.Kill()
		<-x.term.exit
	}
}

// everyKind presses keys of each kind in both and records the bytes and the cells.
func (p *pair) everyKind(h int, ours, floor *measurement) {
	at, page := 1, p.inSight(h)
	press := func(kind, key string, by int) {
		at += by
		before := p.floor.grid()
		a, b := p.press(key, "> "+p.rowStart(at))
		changed := countDifferent(before, p.floor.grid())
		for x, n := range map[*measurement]int{ours: a, floor: b} {
			x.bytes[kind] = append(x.bytes[kind], n)
			x.cells[0], x.cells[1] = x.cells[0]+n, x.cells[1]+changed
		}
	}
	for _, by := range []int{1, 1, 1, 1, -1, 1} {
		press("move", map[int]string{1: "j", -1: "k"}[by], by)
	}
	if len(p.rows) > 3*page {
		press("jump", "\x1b[6~", page)
		for range 5 {
			press("row", "j", 1)
		}
		for range 3 {
			press("page", "\x1b[6~", page)
		}
	}
	p.press("g", "> 1")
	p.press("/", "keep the filter")
	p.press("6", "/ 6")
	for i, key := range []string{"5", "0"} {
		a, b := p.press(key, "/ 650"[:4+i])
		ours.bytes["filter"], floor.bytes["filter"] = append(ours.bytes["filter"], a), append(floor.bytes["filter"], b)
	}
	p.press("\x1b", "? keys")
}

// inSight returns how many rows both show.
func (p *pair) inSight(h int) int {
	n := 0
	for line := range strings.SplitSeq(p.floor.shown(), "\n") {
		if strings.Contains(line, ") ") && !strings.Contains(line, "Number  ") {
			n++
		}
	}
	return min(n, h)
}

// measureKeys presses one key after another, at random times, and measures how long each
// takes to the screen and its CPU time.
func (x *measurement) measureKeys(p *pair) {
	x.term.types("g")
	x.term.sees("> 1")
	dice := rand.New(rand.NewPCG(1, 2))
	const keys = 60
	busy := cpuTime(x.term.t, x.term.cmd.Process.Pid)
	for i := range keys {
		key, at := "j", i+2
		if at > len(p.rows) {
			key, at = []string{"k", "j"}[i%2], len(p.rows)-1+i%2
		}
		time.Sleep(time.Duration(dice.IntN(30)) * time.Millisecond)
		began := time.Now()
		x.term.types(key)
		x.term.sees("> " + p.rowStart(at))
		x.paints = append(x.paints, x.term.lastWrite().Sub(began))
	}
	x.cpu = (cpuTime(x.term.t, x.term.cmd.Process.Pid) - busy) / keys
}

// measureBurst presses 200 keys at once and waits for what the last one shows, so that
// none may be lost.
func (x *measurement) measureBurst(p *pair) {
	if len(p.rows) < 201 {
		return
	}
	var all []time.Duration
	for range 7 {
		x.term.types("g")
		x.term.until("the first row", func(s string) bool {
			return strings.Contains(squeeze(s), "> 1 ") && !strings.Contains(squeeze(s), "> "+p.rowStart(201))
		})
		began := time.Now()
		x.term.types(strings.Repeat("j", 200))
		x.term.sees("> " + p.rowStart(201))
		all = append(all, x.term.lastWrite().Sub(began))
	}
	x.burst = fmt.Sprintf("%.0f", ms(median(all)))
}

// idle measures five seconds without a key.
func idle(rows int, all ...*measurement) {
	if rows != 1_000 {
		return
	}
	type state struct {
		bytes int
		work  time.Duration
	}
	now := func(x *measurement) state { return state{x.term.written(), cpuTime(x.term.t, x.term.cmd.Process.Pid)} }
	before := map[*measurement]state{}
	for _, x := range all {
		before[x] = now(x)
	}
	time.Sleep(5 * time.Second)
	for _, x := range all {
		after := now(x)
		x.idle = fmt.Sprintf("%d\t%.0f", after.bytes-before[x].bytes, ms(after.work-before[x].work)/5)
	}
}

func (x *measurement) print(out *tabwriter.Writer, name string, rows, w, h int) {
	b := func(kind string) string {
		if len(x.bytes[kind]) == 0 {
			return "-"
		}
		return strconv.Itoa(median(x.bytes[kind]))
	}
	slices.Sort(x.paints)
	fmt.Fprintf(out, "%s\t%d\t%dx%d\t%.1f\t%d\t%s\t%s\t%s\t%s\t%s\t%.1f\t%.1f\t%.1f\t%s\t%.2f\t%.1f\t%s\t\n",
		name, rows, w, h, ms(x.first), x.start, b("move"), b("row"), b("page"), b("filter"), "-",
		float64(x.cells[0])/float64(max(x.cells[1], 1)), ms(median(x.paints)), ms(x.paints[len(x.paints)*95/100]),
		x.burst, ms(x.cpu), float64(x.memory)/1e6, x.idle)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median[T cmp.Ordered](all []T) T {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

// countDifferent counts the cells in which two screens differ.
func countDifferent(a, b []string) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// cpuTime returns the CPU time of all threads of a process.
func cpuTime(t *testing.T, pid int) (total time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, name := range threads {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // the thread is gone
		}
		ns, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		total += time.Duration(ns)
	}
	return total
}

// residentMemory returns the resident memory of a process, in bytes.
func residentMemory(t *testing.T, pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb * 1024
}

package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rcfwd/ui"
)

// Update makes the tests write their files instead of comparing with them.
var Update = flag.Bool("update", false, "write the golden files; review the difference like code")

// Golden compares whole settled frames, with the real keys and a clock that stands
// still, with files.
func Golden(t *testing.T, keys ui.KeyMap) {
	t.Parallel()
	for name, pressed := range map[string][]string{
		"list":    {},
		"detail":  {"down", "down", "tab"},
		"create":  {"n"},
		"device":  {"n", "left", "left", "left", "left", "tab", "right"},
		"edit":    {"G", "e"},
		"digits":  {"f"},
		"swap":    {"f", "3"},
		"remove":  {"down", "space", "space", "d"},
		"filter":  {"/", "5", "3", "0"},
		"nothing": {"/", "z", "z"},
		"help":    {"?"},
		"palette": {":", "m", "a", "r"},
		"blocked": {"d"},
		"refused": {"n", "tab", "6", "5", "0", "tab", "tab", "enter"},
		"leaving": {"n", "tab", "1", "esc"},
		"cleared": {"f", "0"},
		"history": {"f", "8", "g", "f", "1", "5"},
		"undo":    {"G", "d", "y", "z"},

		"people":             {"4", "down"},
		"admin-who":          {"w"},
		"admin-people-sweep": {"4", "b"},
		"admin-people-other": {"4", "down", "down", "down", "enter"},
		"ascii-people":       {"4", "s"},

		"ascii-list":         {"down"},
		"ascii-ring-changed": {"2", "tab", "+", "J"},

		"ring":         {"2", "tab"},
		"ring-changed": {"2", "tab", "+", "J"},
		"ring-ending":  {"2", "G", "tab", "e"},
		"ring-away":    {"2", "G", "tab", "e", "right", "enter", "enter"},
		"new-ring":     {"2", "down", "down", "tab"},
		"new-add":      {"2", "down", "down", "tab", "n"},
	} {
		for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				var on func(*driver)
				switch kind, _, _ := strings.Cut(name, "-"); kind {
				case "new":
					on = newCallHandling
				case "admin":
					on = asAdministrator
				case "ascii":
					on = func(d *driver) { d.ascii = true }
				}
				drive(t, keys, size[0], size[1], on, func(d *driver) {
					d.press(pressed...)
					golden(t, d.screen(), size[0], size[1])
				})
			})
		}
	}
}

// testdata is the folder of the files, as seen from the root of the module, where the
// tests run.
const testdata = "ui/uitest/testdata"

// random matches what differs from run to run: ids of requests and of changes.
var random = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(\d{8}-\d{6}-)[0-9a-f]{8}`)

// golden compares a frame with its file, and with the size of the screen.
func golden(t *testing.T, frame string, w, h int) {
	t.Helper()
	lines := strings.Split(random.ReplaceAllString(frame, "${2}random"), "\n")
	if len(lines) != h {
		t.Errorf("the frame has %d lines, the screen %d", len(lines), h)
	}
	for i, l := range lines {
		if ansi.StringWidthWc(l) > w {
			t.Errorf("line %d is %d cells wide: %q", i+1, ansi.StringWidthWc(l), l)
		}
		lines[i] = strings.TrimRight(l, " ")
	}
	got := strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
	compareWithFile(t, got, filepath.Join(testdata, filepath.Base(t.Name())+".txt"))
}

// compareWithFile fails unless a file has this text. With -update it writes the file.
func compareWithFile(t *testing.T, text, file string) {
	t.Helper()
	if *Update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("this differs from %s:\n%s", file, text)
	}
}

package uitest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// The output of every command that prints records, in every form, as its first example
// prints it on the demo company.

// goldenForms are the forms, by the flags that choose them; width is that of a terminal.
var goldenForms = []struct {
	name, flag string
	width      int
}{
	{name: "pipe"}, {name: "terminal", width: 100},
	{name: "json", flag: "--json"}, {name: "jsonl", flag: "--jsonl"}, {name: "csv", flag: "--csv"},
	{name: "csv-excel", flag: "--csv-excel"}, {name: "quiet", flag: "--quiet"}, {name: "format", flag: "--format"},
}

// output_keepsItsForm compares with testdata/commands. JSON, JSON lines and CSV may only
// grow: scripts read them.
func output_keepsItsForm(t *testing.T, keys ui.KeyMap) {
	for _, c := range printingCommands() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			example, input := plainExample(t, keys, c)
			var b strings.Builder
			for _, handling := range []string{"legacy", "new"} {
				for _, form := range goldenForms {
					fmt.Fprintf(&b, "== rcfwd %s: %s, %s call handling\n", c.Name, form.name, handling)
					b.WriteString(runGolden(t, keys, handling, form.width, input, append(slices.Clone(example), formArgs(form.flag, c)...)))
				}
			}
			compareWithFile(t, b.String(), filepath.Join("ui", "uitest", "testdata", "commands", strings.ReplaceAll(c.Name, " ", "-")+".golden"))
		})
	}
}

// output_goldensAreOfCommands fails on a golden file without its command.
func output_goldensAreOfCommands(t *testing.T, keys ui.KeyMap) {
	files, err := os.ReadDir(filepath.Join("ui", "uitest", "testdata", "commands"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".golden")
		if !slices.ContainsFunc(printingCommands(), func(c cli.Command) bool { return strings.ReplaceAll(c.Name, " ", "-") == name }) {
			t.Errorf("no command prints what is in testdata/commands/%s", f.Name())
		}
	}
}

// allCommands are the commands of rcfwd. To make all of them takes milliseconds.
var allCommands = sync.OnceValue(cli.Commands)

// printingCommands are the commands that print records, without the nouns, which do what
// their first verb does.
func printingCommands() []cli.Command {
	return slices.DeleteFunc(slices.Clone(allCommands()), func(c cli.Command) bool {
		return c.Fields == nil || isNoun(c.Name) || printsAsAnother[c.Name]
	})
}

// isNoun reports whether a command has commands below it.
func isNoun(name string) bool {
	return slices.ContainsFunc(allCommands(), func(c cli.Command) bool { return strings.HasPrefix(c.Name, name+" ") })
}

// printsAsAnother are commands that print as another one does, and need more than a test of
// all of them has: an editor.
var printsAsAnother = map[string]bool{"rules edit": true}

// plainExample returns the arguments of the first example of a command that chooses no
// form, and what the command reads, given the call handling.
func plainExample(t *testing.T, keys ui.KeyMap, c cli.Command) (args []string, input func(handling string) string) {
	t.Helper()
	for _, example := range c.Examples {
		before, last, piped := strings.Cut(example, " | ")
		if !piped {
			before, last = "", example
		}
		if words, simple := shellWords(bare(last)); simple && !choosesForm(last) {
			return words[1:], func(handling string) string { return printed(t, keys, handling, before) }
		}
	}
	t.Fatalf("rcfwd %s has no example without a form of output: %q", c.Name, c.Examples)
	return nil, nil
}

// printed is what a command of rcfwd prints, or printf.
func printed(t *testing.T, keys ui.KeyMap, handling, line string) string {
	t.Helper()
	switch words, _ := shellWords(line); {
	case len(words) == 0:
		return ""
	case words[0] == "printf":
		return strings.ReplaceAll(words[1], `\n`, "\n")
	default:
		return (&shell{t: t, keys: keys, args: []string{"--call-handling", handling}}).must(words[1:]...)
	}
}

func choosesForm(example string) bool {
	return slices.ContainsFunc([]string{" --json", " --csv", " --format", " --quiet", " -q", " --toml", " --dry-run"}, func(flag string) bool {
		return strings.Contains(example, flag)
	})
}

func formArgs(flag string, c cli.Command) []string {
	switch flag {
	case "":
		return nil
	case "--format":
		return []string{flag, "{" + strings.Join(c.Fields, `}\t{`) + "}"}
	}
	return []string{flag}
}

// runGolden runs a command on a company of its own and returns what it prints, without
// what another day prints otherwise, and how it fails if it does.
func runGolden(t *testing.T, keys ui.KeyMap, handling string, width int, input func(string) string, args []string) string {
	t.Helper()
	s := &shell{t: t, keys: keys, width: width, args: []string{"--call-handling", handling}, input: input(handling)}
	out, said, code := s.run(args...)
	if code != cli.ExitDone {
		out += fmt.Sprintf("exit %d: %s", code, said)
	}
	return sameDay(out)
}

var (
	anyTime  = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	anyAge   = regexp.MustCompile(`the oldest \d+ seconds? ago`)
	lineEnds = strings.NewReplacer("\r", "␍")
)

// sameDay replaces times, and shows carriage returns, which editors and git may lose.
func sameDay(text string) string {
	text = anyAge.ReplaceAllString(text, "the oldest 1 second ago")
	return lineEnds.Replace(anyTime.ReplaceAllString(text, "2026-03-02T09:00:00Z"))
}

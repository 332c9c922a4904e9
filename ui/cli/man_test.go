package cli

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func TestManual_namesEveryCommandAndFlag(t *testing.T) {
	root := program{}.command()
	whole := unroff(manual(root))
	everyCommand(t, func(cmd *cobra.Command, _ string) {
		pages := []string{whole}
		if cmd.HasParent() {
			pages = append(pages, unroff(commandPage(cmd)))
		}
		for _, page := range pages {
			if !strings.Contains(page, cmd.CommandPath()) || !strings.Contains(page, strings.TrimSuffix(cmd.Short, ".")) && !strings.Contains(page, squeeze(cmd.Long)) {
				t.Errorf("a page lacks %s", cmd.CommandPath())
			}
			cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if !f.Hidden && !strings.Contains(page, "--"+f.Name) {
					t.Errorf("a page with %s lacks --%s", cmd.CommandPath(), f.Name)
				}
			})
		}
		if page := pages[len(pages)-1]; !strings.Contains(page, squeeze(cmp.Or(cmd.Example, cmd.Short))) {
			t.Errorf("the page of %s lacks its examples", cmd.CommandPath())
		}
	})
}

// unroff returns the text of a page in one line.
func unroff(page string) string {
	for _, request := range []string{".PP\n", ".nf\n", ".fi\n", ".RS\n", ".RE\n", ".TP\n"} {
		page = strings.ReplaceAll(page, request, "")
	}
	return squeeze(strings.NewReplacer(`\-`, "-", `\e`, `\`, `\(aq`, "'", `\(ti`, "~", `\(ha`, "^", `\(dq`, `"`, `\fB`, "", `\fR`, "", `\fI`, "").Replace(page))
}

// squeeze returns text with every run of white space as one blank.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestManual_writesAPageForEachCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	if err := writeManual(dir, program{}.command()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rcfwd.1", "rcfwd-login.1", "rcfwd-numbers.1", "rcfwd-numbers-add.1"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if title := `.TH "` + strings.ReplaceAll(strings.ToUpper(strings.TrimSuffix(name, ".1")), "-", `\-`) + `" 1 `; err != nil || !strings.HasPrefix(string(text), title) {
			t.Errorf("%s: %v\n%.80s", name, err, text)
		}
	}
}

// The formatter takes the pages without a warning.
func TestManual_isWellFormed(t *testing.T) {
	for name, page := range manualPages(program{}.command()) {
		if said := formatted(t, page, "-z"); said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// Nothing in a text is a request of the formatter.
func TestRoff_printsEveryText(t *testing.T) {
	const hostile = `a \fB{id}\t{label}\n 'q' "d" ^~` + "` --flag\n.so /etc/passwd\n'br it\n\\!.sh\n    .ds x\n    \"quoted\" \\n(.z"
	var p roffPage
	p.begin(`x" y`, hostile[:20])
	p.section(`A "quoted" \title`)
	p.text(hostile)
	p.item(hostile[:20], "", ".br")
	got := squeeze(formatted(t, p.String()))
	for _, l := range strings.Split(hostile, "\n") {
		if !strings.Contains(got, squeeze(l)) {
			t.Errorf("%q is not in\n%s", l, got)
		}
	}
}

// formatted returns what groff prints for a page, with its warnings.
func formatted(t *testing.T, page string, args ...string) string {
	t.Helper()
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	cmd := exec.Command(groff, append([]string{"-man", "-Tascii", "-ww", "-P-cbuo", "-rHY=0", "-dAD=l"}, args...)...)
	cmd.Stdin = strings.NewReader(page)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return string(said)
}

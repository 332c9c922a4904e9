package cli

import (
	"cmp"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// The formatter takes the page without a warning, too.
func TestManual_namesEveryCommandAndFlag(t *testing.T) {
	root := program{}.command()
	page := manual(root)
	plain := strings.NewReplacer(`\-`, "-", `\fB`, "", `\fR`, "", `\fI`, "").Replace(page)
	for _, c := range append(root.Commands(), root) {
		if !c.IsAvailableCommand() && c != root || c.Name() == "help" {
			continue
		}
		if !strings.Contains(plain, c.CommandPath()) || !strings.Contains(squeeze(plain), squeeze(strings.TrimSuffix(cmp.Or(c.Long, c.Short), "."))) {
			t.Errorf("the manual lacks %s", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(plain, "--"+f.Name) {
				t.Errorf("the manual lacks --%s", f.Name)
			}
		})
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
	cmd.Stdin = strings.NewReader(page)
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("%v: %s", err, said)
	}
}

// squeeze returns text with every run of white space as one blank.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

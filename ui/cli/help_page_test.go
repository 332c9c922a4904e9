package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// everyCommand calls test with each command that people see, with its help.
func everyCommand(t *testing.T, test func(cmd *cobra.Command, help string)) {
	root := program{}.command()
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		var help bytes.Buffer
		if err := writeHelp(&help, cmd); err != nil {
			t.Fatal(err)
		}
		test(cmd, help.String())
		for _, c := range commandsOf(cmd) {
			walk(c)
		}
	}
	walk(root)
}

func TestHelp_namesEveryFlagInItsGroup(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command, help string) {
		if strings.Contains(help, "[=") {
			t.Errorf("the help of %s shows the value of a flag without one:\n%s", cmd.CommandPath(), help)
		}
		at := -1
		for _, g := range flagGroups {
			title := map[flagGroup]string{groupOwn: "\nFlags:\n", groupDemo: "\nWith --demo also "}[g]
			if title == "" {
				title = "\n" + string(g) + ":\n"
			}
			if now := strings.Index(help, title); now >= 0 && now < at {
				t.Errorf("%s: the flags of %q are not in their order:\n%s", cmd.CommandPath(), g, help)
			} else {
				at = max(at, now)
			}
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(help, "--"+f.Name) {
				t.Errorf("the help of %s lacks --%s", cmd.CommandPath(), f.Name)
			}
		})
	})
}

func TestHelp_hasTwoExamplesOfEachVerb(t *testing.T) {
	for _, n := range nouns() {
		for _, v := range n.verbs {
			if len(v.examples) < 2 {
				t.Errorf("rcfwd %s %s has %d examples, want 2", n.name, v.use, len(v.examples))
			}
			for _, e := range v.examples {
				if !strings.Contains(" "+e, " rcfwd "+n.name) || !strings.Contains(e, " --demo") {
					t.Errorf("the example %q is not one of %s with --demo", e, n.name)
				}
			}
			if v.prints != nil && v.scopes == "" && n.name != "history" {
				t.Errorf("rcfwd %s %s names no app scope", n.name, v.use)
			}
		}
	}
}

func TestHelp_showsFieldsAsOptional(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command, help string) {
		if cmd.Annotations[annotationFields] != "" && (!strings.Contains(help, "--json [FIELDS]") || !strings.Contains(help, departures)) {
			t.Errorf("the help of %s is\n%s", cmd.CommandPath(), help)
		}
	})
}

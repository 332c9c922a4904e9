package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// Command is one command of the program, as tests and the schema see it.
type Command struct {
	Name     string   // without rcfwd, as in "numbers list"
	Examples []string // that work with --demo
	Writes   bool     // it changes something at the service
	Fields   []string // of what it prints, in their order; nil for an output of its own

	schema func() map[string]any
}

// Schema returns the JSON schema of what the command prints with --json; nil for a command
// without Fields.
func (c Command) Schema() map[string]any {
	if c.schema == nil {
		return nil
	}
	return c.schema()
}

// Commands returns every command that can be run, also those that are only a noun, in the
// order of the help.
func Commands() []Command {
	p := program{verbs: map[*cobra.Command]*verb{}}
	return commandsBelow(&p, p.command())
}

func commandsBelow(p *program, parent *cobra.Command) (all []Command) {
	for _, cmd := range parent.Commands() {
		if cmd.Runnable() {
			all = append(all, describeCommand(cmd, p.verbs[cmd]))
		}
		all = append(all, commandsBelow(p, cmd)...)
	}
	return all
}

func describeCommand(cmd *cobra.Command, v *verb) Command {
	c := Command{Name: strings.TrimPrefix(cmd.CommandPath(), "rcfwd ")}
	for line := range strings.Lines(cmd.Example) {
		if line = strings.TrimSpace(line); line != "" {
			c.Examples = append(c.Examples, line)
		}
	}
	if v == nil {
		return c
	}
	if c.Writes = v.writes; v.prints != nil {
		c.Fields = v.prints.Names()
		c.schema = func() map[string]any { return v.prints.Schema(v.one) }
	}
	return c
}

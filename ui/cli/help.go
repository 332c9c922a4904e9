package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// configureHelp has the help printed by writeHelp, and makes the commands that cobra adds as strict as the others: an
// unknown shell or command is an error in the usage, where cobra would print help
// and succeed.
func configureHelp(root *cobra.Command) {
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(cmd.OutOrStdout(), cmd) }) // its failure is kept by standardOutput
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStderr(), usage(cmd))
		return err
	})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("completion") // or cobra adds it only when it has something to complete
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = isCommand
			new(flags).declareUnused(cmd)
		case "completion":
			for _, shell := range cmd.Commands() {
				shell.Args = noArgs
				new(flags).declareUnused(shell)
			}
			cmd.Args = cobra.ArbitraryArgs
			cmd.RunE = noShell
		}
	}
}

// noShell returns an error that names the shells.
func noShell(cmd *cobra.Command, args []string) error {
	shells := strings.Join(namesOf(cmd.Commands()), ", ")
	if len(args) > 0 {
		return usageError{fmt.Errorf("no completion for %q; use %s", args[0], shells)}
	}
	return usageError{fmt.Errorf("name the shell: %s", shells)}
}

// isCommand returns an error for the name of an unknown command.
func isCommand(cmd *cobra.Command, args []string) error {
	found, rest, err := cmd.Root().Find(args)
	if err == nil && len(rest) == 0 {
		return nil
	}
	if found == nil {
		found = cmd.Root()
	}
	name, there := cmp.Or(strings.Join(rest, " "), strings.Join(args, " ")), namesOf(found.Commands())
	if len(there) == 0 {
		return usageError{fmt.Errorf("%s has no command %q and no others", found.CommandPath(), name)}
	}
	return usageError{fmt.Errorf("%s has no command %q; it has %s", found.CommandPath(), name, strings.Join(there, ", "))}
}

func namesOf(cmds []*cobra.Command) (names []string) {
	for _, c := range cmds {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

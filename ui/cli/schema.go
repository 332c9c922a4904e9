package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/ui/cli/output"
)

func schemaCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schema [COMMAND]",
		Short: "Print the JSON schema of what a command prints",
		Long: "schema prints the JSON schema (draft 2020-12) of what a command prints with --json. Without a command it\n" +
			"prints one object with the schema of every command, by its name. What --jsonl prints on a line is one of the\n" +
			"items. Fields may be added; none is removed or gets another type.",
		Example: "  rcfwd schema numbers list\n  rcfwd schema",
		ValidArgsFunction: func(_ *cobra.Command, before []string, typed string) ([]string, cobra.ShellCompDirective) {
			return matching(printingCommands(before), typed)
		},
		RunE: func(cmd *cobra.Command, words []string) error {
			schema, err := schemaOf(strings.Join(words, " "))
			if err != nil {
				return asUsage(err, cmd)
			}
			return output.WriteJSON(cmd.OutOrStdout(), schema)
		},
	}
	new(flags).declareUnused(cmd)
	return cmd
}

// schemaOf returns the schema of a command, or of all commands by their names.
func schemaOf(name string) (any, error) {
	all, names := map[string]any{}, []string{}
	for _, c := range Commands() {
		if s := c.Schema(); s != nil {
			all[c.Name] = s
			names = append(names, c.Name)
		}
	}
	name = strings.TrimPrefix(strings.Join(strings.Fields(name), " "), "rcfwd ")
	switch schema, there := all[name]; {
	case name == "":
		return all, nil
	case there:
		return schema, nil
	}
	return nil, fmt.Errorf("no command %q prints records; these do: %s", name, strings.Join(names, ", "))
}

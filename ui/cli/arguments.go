package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// The arguments of a command are in its usage, as in "swap WHICH WHICH", "add [NUMBER]" and
// "remove WHICH...": help, completion and the check of their number read them there.

// argumentsOf returns the arguments of a command, as in "WHICH WHICH".
func argumentsOf(c *cobra.Command) string {
	_, args, _ := strings.Cut(c.Use, " ")
	return args
}

// argumentNames returns the arguments of a usage, without flags that it shows as well.
func argumentNames(use string) []string {
	words := strings.Fields(use)[1:]
	for i, w := range words {
		if strings.HasPrefix(w, "-") {
			return words[:i]
		}
	}
	return words
}

// argumentAt returns the name of an argument, as in WHICH; the last one may be repeated.
func argumentAt(cmd *cobra.Command, at int) string {
	names := argumentNames(cmd.Use)
	if last := len(names) - 1; last >= 0 && at > last && repeated(names[last]) {
		at = last
	}
	if at >= len(names) {
		return ""
	}
	return strings.Trim(names[at], "[].")
}

// repeated reports whether there may be more of an argument.
func repeated(name string) bool { return strings.HasSuffix(strings.TrimSuffix(name, "]"), "...") }

// countArgs returns the check that a command has the arguments of a usage.
func countArgs(use string) cobra.PositionalArgs {
	names := argumentNames(use)
	least, most := 0, len(names)
	for _, name := range names {
		if !strings.HasPrefix(name, "[") {
			least++
		}
		if repeated(name) {
			most = -1
		}
	}
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return asUsage(fmt.Errorf("%s needs %s", nameOf(cmd), strings.Join(names, " ")), cmd)
		case most < 0 || len(args) <= most:
			return nil
		}
		return asUsage(tooMany(cmd, names, args[most]), cmd)
	}
}

// tooMany is the error of an argument that is one too many, such as the second word of a
// label without quotes.
func tooMany(cmd *cobra.Command, names []string, word string) error {
	switch commands := namesOf(cmd.Commands()); {
	case len(names) == 0 && len(commands) > 0:
		return fmt.Errorf("%s has no command %q; it has %s", cmd.CommandPath(), word, strings.Join(commands, ", "))
	case len(names) == 0:
		return fmt.Errorf("%s takes no arguments, and %q is one", nameOf(cmd), word)
	}
	err := fmt.Errorf("%s takes %s, and %q is one too many; write words with blanks in quotes", nameOf(cmd), strings.Join(names, " "), word)
	if have := cmd.Annotations[annotationFields]; have != "" && slices.ContainsFunc(withFields, cmd.Flags().Changed) {
		return fmt.Errorf("%w; the fields are %s", err, strings.ReplaceAll(have, ",", ", ")) // a word may be meant as one
	}
	return err
}

// nameOf is a command without the program, as in "numbers set".
func nameOf(cmd *cobra.Command) string { return strings.TrimPrefix(cmd.CommandPath(), "rcfwd ") }

// noArgs accepts flags and nothing else.
func noArgs(cmd *cobra.Command, args []string) error { return countArgs(cmd.Name())(cmd, args) }

package cli

import "github.com/spf13/cobra"

func historyNoun() noun {
	return noun{
		name: "history", short: "List, undo and redo the changes made with rcfwd",
		long: "history prints the journal of an extension, the oldest change first, without asking the server. With words,\n" +
			"it prints the changes that contain all of them. The default is your own extension.\n\n" +
			"--json prints an object with entries and with the damaged lines of the journal in damaged; the other forms\n" +
			"print the entries alone.",
		verbs: []verb{
			{use: "list [WORD...]", aliases: []string{"ls"}, short: "List the changes that contain all words", args: cobra.ArbitraryArgs,
				prints: historyOutput{historyList()}, run: listHistory,
				examples: []string{"rcfwd history --demo", "rcfwd history list Cabin --demo --json"}},
			{use: "undo [ID...]", short: "Undo the last change, or those with these ids", args: cobra.ArbitraryArgs,
				prints: historyList(), writes: true, run: undoChanges, scopes: editScopes,
				examples: []string{"rcfwd history undo --demo --yes", "rcfwd history undo --demo --dry-run"}},
			{use: "redo", short: "Redo the change that was undone last", prints: historyList(), writes: true, run: redoChange, scopes: editScopes,
				examples: []string{"rcfwd history redo --demo --yes", "rcfwd history redo --demo --dry-run"}},
		},
	}
}

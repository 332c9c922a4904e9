package cli

func historyNoun() noun {
	return noun{
		name: "history", short: "List, undo and redo the changes made with rcfwd",
		long: "history prints the journal of an extension, the oldest change first, without asking the server. With words,\n" +
			"it prints the changes that contain all of them. The default is your own extension. Lines of the journal\n" +
			"that cannot be read are named on standard error, and the exit code is 5 then.",
		verbs: []verb{
			{use: "list [WORD...]", aliases: []string{"ls"}, short: "List the changes that contain all words",
				prints: historyList(), run: listHistory, scopes: noScopes,
				examples: []string{"rcfwd history --demo", "rcfwd history list Cabin --demo --json"}},
			{use: "undo [ID...]", short: "Undo the last change, or those with these ids",
				prints: historyList(), writes: true, run: undoChanges, scopes: editScopes,
				examples: []string{"rcfwd history undo --demo --yes", "rcfwd history undo --demo --dry-run"}},
			{use: "redo", short: "Redo the change that was undone last", prints: historyList(), writes: true, run: redoChange, scopes: editScopes,
				examples: []string{"rcfwd history redo --demo --yes", "rcfwd history redo --demo --dry-run"}},
		},
	}
}

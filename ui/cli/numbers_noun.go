package cli

import "github.com/spf13/cobra"

func numbersNoun() noun {
	return noun{
		name: "numbers", short: "List and change forwarding and flip numbers",
		long: "numbers lists the forwarding and flip numbers of an extension, and changes them.\n" +
			"WHICH is flip:N, an id, a whole label or a telephone number; id:, label: and number: force one of them.",
		verbs: []verb{
			{use: "list", aliases: []string{"ls"}, short: "List the numbers", prints: numberList(), run: listNumbers, scopes: readScopes,
				examples: []string{"rcfwd numbers --demo", "rcfwd numbers list --demo --json flipNumber,phoneNumber"}},
			{use: "show WHICH", short: "Show a number with the rules that ring it", prints: numberList(), one: true, run: showNumber, scopes: readScopes,
				examples: []string{"rcfwd numbers show --demo Mobile", "rcfwd numbers show --demo flip:2 --json"}},
			{use: "add [NUMBER]", aliases: []string{"new"}, short: "Add a number", prints: numberList(), one: true, writes: true, run: addNumber, scopes: editScopes,
				long: "Add a number. What is risky about it is said before it is sent; the table [guard] of the\n" +
					"profile says what asks and what is refused. rcfwd does not know RingCentral's rates or\nwhat it blocks.",
				flags: func(cmd *cobra.Command, i *invocation) {
					i.text(cmd, "device", "id of the device, in place of a number, for the type line")
					i.text(cmd, "type", "phone type: other, home, mobile, work or line (default other)")
					i.text(cmd, "label", "label; for the type other")
					i.text(cmd, "flip", "flip digit 1-8, or none (default: a free one where the service chooses)")
					i.list(cmd, "rule", "rule that should ring it, on new call handling; repeat for more")
				},
				examples: []string{"rcfwd numbers add --demo 415-555-0188 --label Hut --yes", "rcfwd numbers add --demo 415-555-0188 --label Hut --dry-run"}},
			{use: "set WHICH", short: "Change a number", prints: numberList(), one: true, writes: true, run: setNumber, scopes: editScopes,
				flags: func(cmd *cobra.Command, i *invocation) {
					i.text(cmd, "number", "new telephone number")
					i.text(cmd, "label", "new label")
					i.text(cmd, "flip", "new flip digit 1-8, or none")
				},
				examples: []string{"rcfwd numbers set --demo Mobile --number 415-555-0199 --yes", "rcfwd numbers set --demo flip:2 --flip none --dry-run"}},
			{use: "remove WHICH...", aliases: []string{"rm"}, short: "Remove numbers", prints: numberList(), writes: true, run: removeNumbers, scopes: editScopes,
				flags: func(cmd *cobra.Command, i *invocation) {
					i.text(cmd, "from", "from where: rules, flip or all (default all); new call handling")
					i.text(cmd, "rule", "remove it from this rule alone, by its id or name")
				},
				examples: []string{"rcfwd numbers remove --demo Mobile --yes", "rcfwd numbers rm --demo flip:2 --dry-run"}},
			{use: "swap WHICH WHICH", short: "Exchange the flip digits of two numbers", prints: numberList(), writes: true, run: swapNumbers, scopes: editScopes,
				examples: []string{"rcfwd numbers swap --demo Mobile Work --yes", "rcfwd numbers swap --demo flip:1 flip:2 --dry-run"}},
		},
	}
}

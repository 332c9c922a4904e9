package cli

import "github.com/spf13/cobra"

func callsNoun() noun {
	const ways = "CALL is SESSION/PARTY as rcfwd calls --quiet prints it, only, or the number of the other side."
	return noun{
		name: "calls", short: "List, watch and flip live calls",
		long: "calls lists the live calls of an extension, and moves one to another phone while it goes on. " + ways + "\n" +
			"It is never the number of a row.",
		verbs: []verb{
			{use: "list", aliases: []string{"ls"}, short: "List the live calls", prints: callList(), run: listCalls, scopes: callScopes,
				examples: []string{"rcfwd calls --demo --call in,rings=0s", "rcfwd calls list --demo --call in,rings=0s --quiet"}},
			{use: "watch", short: "Print an event a line as calls begin, change and end",
				long: "watch prints a line for each live call, and then one whenever a call begins, changes or ends, until ctrl+c,\n" +
					"--timeout or --limit ends it.",
				prints: callEventList(), run: watchCalls, scopes: callScopes,
				examples: []string{"rcfwd calls watch --demo --call in,rings=0s --limit 1", "rcfwd calls watch --demo --call in,rings=0s --limit 1 --jsonl"}},
			{use: "flip CALL DIGIT", short: "Move a live call to the phone with a flip digit",
				long: "flip moves a live call to the phone with a flip digit, and waits until that phone answers. It exits with 5\n" +
					"when that is not known 30 seconds after RingCentral accepted the flip. " + ways,
				prints: flipList(), one: true, writes: true, run: flipCall, scopes: flipScopes,
				flags: func(cmd *cobra.Command, i *invocation) {
					cmd.Flags().BoolVar(&i.noWait, "no-wait", false, "do not wait until the other phone answers")
				},
				examples: []string{"rcfwd calls flip only 2 --demo --call in,rings=0s --yes --no-wait", "rcfwd calls flip +12125550187 2 --demo --call in,rings=0s --dry-run"}},
			{use: "back CALL", short: "Stop the ringing of the phone that a call is flipped to",
				long:   "back ends the leg to the other phone while that rings, so that the call stays where it is. " + ways,
				prints: flipList(), one: true, writes: true, run: backCall, scopes: flipScopes,
				examples: []string{"rcfwd calls back only --demo --call in,rings=0s,flip=2 --yes", "rcfwd calls back only --demo --call in,rings=0s,flip=2 --dry-run"}},
			{use: "end CALL", short: "End the old leg of a call that the other phone has answered",
				long: "end ends the old leg of a flipped call once the other phone has answered, where RingCentral does not by\n" +
					"itself. " + ways,
				prints: flipList(), one: true, writes: true, run: endCall, scopes: flipScopes,
				examples: []string{"rcfwd calls end only --demo --call in,rings=0s,flip=2,both --yes", "rcfwd calls end only --demo --call in,rings=0s,flip=2,both --dry-run"}},
			{use: "keep CALL", short: "Keep the old leg of a call that the other phone has answered",
				long:   "keep leaves a flipped call on both phones once the other phone has answered. It sends nothing. " + ways,
				prints: flipList(), one: true, writes: true, run: keepCall, scopes: flipScopes,
				examples: []string{"rcfwd calls keep only --demo --call in,rings=0s,flip=2,both --yes", "rcfwd calls keep only --demo --call in,rings=0s,flip=2,both --yes --json"}},
		},
	}
}

// The app scopes of calls (dossier sections 6 and 12).
const (
	callScopes = "ReadAccounts, ReadPresence and CallControl"
	flipScopes = callScopes
)

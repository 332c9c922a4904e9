package cli

import "github.com/spf13/cobra"

const ruleHelp = "RULE is an id, a whole name, or a kind that only one rule has: work-hours, after-hours, forward-all, dnd;\n" +
	"id:, name: and kind: force one of them."

const targetHelp = "TARGET is a number of the extension, as for rcfwd numbers. On new call handling it may also be a device, by its id or\n" +
	"name, or another extension, by its number, e-mail address or name; device:, ext:, mail: and name: force one of them.\n" +
	"STEP is a place from 1, as rcfwd rules show prints them, or what the step rings."

const fileHelp = "The file is what rcfwd rules show RULE --toml or --json prints, or a part of it. What is not in it stays as it is."

func rulesNoun() noun {
	return noun{
		name: "rules", short: "List and change the rules: who rings, when and in which order",
		long:  "rules lists the rules of an extension, and changes them.\n" + ruleHelp,
		verbs: append(ruleVerbs(), stepVerbs()...),
	}
}

func ruleVerbs() []verb {
	file := func(cmd *cobra.Command, i *invocation) {
		i.own["file"] = cmd.Flags().StringP("file", "f", "", "read the rule from this `FILE`, or - for standard input")
	}
	return []verb{
		{use: "list", aliases: []string{"ls"}, short: "List the rules", prints: ruleList(), run: listRules, scopes: readScopes,
			examples: []string{"rcfwd rules --demo", "rcfwd rules list --demo --json name,enabled,steps"}},
		{use: "show RULE", short: "Show a rule with its steps", long: "show prints a rule with its steps, and where its calls go.\n" + ruleHelp,
			prints: ruleList(), one: true, toml: true, run: showRule, scopes: readScopes,
			examples: []string{"rcfwd rules show --demo work-hours", "rcfwd rules show --demo work-hours --toml"}},
		{use: "on RULE", short: "Switch a rule on", prints: ruleList(), one: true, writes: true, run: switchRuleOn, scopes: editScopes,
			long: "on switches a custom rule on, or forwarding of all calls or do not disturb on new call handling.\n" +
				"--until works with forwarding of all calls on new call handling, whose end RingCentral keeps: a time such as 17:00 or 2026-12-24T18:00 in the\n" +
				"time zone of the extension, or how long from now. Other rules have no end, and nothing of rcfwd runs later to switch them off.\n" + ruleHelp,
			flags: func(cmd *cobra.Command, i *invocation) {
				i.text(cmd, "until", "`TIME` at which it ends, such as 17:00 or 2h")
			},
			examples: []string{"rcfwd rules on --demo 'Weekly meeting' --yes", "rcfwd rules on --demo 'Weekly meeting' --json enabled --yes"}},
		{use: "off RULE", short: "Switch a rule off", prints: ruleList(), one: true, writes: true, run: switchRuleOff, scopes: editScopes,
			examples: []string{"rcfwd rules off --demo 'Weekly meeting' --yes", "rcfwd rules off --demo 'Weekly meeting' --dry-run"}},
		{use: "set RULE -f FILE", short: "Change a rule to what a file says", prints: ruleList(), one: true, writes: true, run: setRule, scopes: editScopes,
			long: "set makes a rule into what a file says.\n" + fileHelp + "\n" +
				"Its hash must be that of the rule, so that no change of another user is lost; without a hash it needs --force-current.\n" + ruleHelp,
			flags: func(cmd *cobra.Command, i *invocation) {
				file(cmd, i)
				i.truth(cmd, "force-current", "change the rule as it is now, whatever hash the file has")
			},
			examples: []string{"rcfwd rules show --demo work-hours --toml | rcfwd rules set --demo work-hours -f - --yes", "rcfwd rules show --demo work-hours --json | rcfwd rules set --demo work-hours -f - --dry-run"}},
		{use: "edit RULE", short: "Change a rule in an editor", prints: ruleList(), one: true, writes: true, run: editRule, scopes: editScopes,
			long: "edit opens what rcfwd rules show RULE --toml prints in the editor of VISUAL or EDITOR, and sends what was changed.\n" +
				"When the change is not made, the file stays, and its path is printed.\n" + ruleHelp,
			flags: func(cmd *cobra.Command, i *invocation) {
				i.truth(cmd, "force-current", "change the rule as it is now, whatever hash the file has")
			},
			examples: []string{"EDITOR=true rcfwd rules edit --demo work-hours --yes", "EDITOR='sed -i s/in-order/at-once/' rcfwd rules edit --demo work-hours --dry-run"}},
		{use: "add -f FILE", aliases: []string{"new"}, short: "Add a custom rule", prints: ruleList(), one: true, writes: true, run: addRule, scopes: editScopes,
			long: "add makes a custom rule of a file with its name and when it applies: when, callers or calledNumbers.\n" + fileHelp + "\n" +
				"What the file does not say of steps and destinations is as in the rule of --like.",
			flags: func(cmd *cobra.Command, i *invocation) {
				file(cmd, i)
				i.text(cmd, "like", "`RULE` that it begins as a copy of (default work-hours)")
			},
			examples: []string{
				`printf 'name = "Holidays"\nwhen = "2027-12-24 to 2027-12-26"\n' | rcfwd rules add --demo -f - --yes`,
				`printf 'name = "Early"\nwhen = "Mon-Fri 07:00-09:00"\n' | rcfwd rules add --demo -f - --dry-run`,
			}},
		{use: "remove RULE", aliases: []string{"rm"}, short: "Remove a custom rule", prints: ruleList(), one: true, writes: true, run: removeRule, scopes: editScopes,
			examples: []string{"rcfwd rules remove --demo 'Weekly meeting' --yes", "rcfwd rules rm --demo 'Weekly meeting' --dry-run"}},
	}
}

func stepVerbs() []verb {
	return []verb{
		{group: "step", use: "add RULE TARGET", aliases: []string{"new"}, short: "Let a rule ring something more", prints: ruleList(), one: true, writes: true, run: addStep, scopes: editScopes,
			long: "add adds a step that rings a target, as the last one, or switches on the step that is off.\n" + targetHelp,
			flags: func(cmd *cobra.Command, i *invocation) {
				i.text(cmd, "at", "`PLACE` of the step, from 1 (default: the last)")
				i.text(cmd, "with", "`STEP` with which it rings together")
				i.text(cmd, "seconds", "how long it rings; whole rings of five seconds on legacy call handling (default 20)")
				i.truth(cmd, "off", "leave the step switched off")
			},
			examples: []string{"rcfwd rules step add --demo work-hours 'On-call pager' --yes", "rcfwd rules step add --demo work-hours 'On-call pager' --at 1 --seconds 30 --dry-run"}},
		{group: "step", use: "remove RULE STEP", aliases: []string{"rm"}, short: "Take a step out of a rule", prints: ruleList(), one: true, writes: true, run: removeStep, scopes: editScopes,
			long:     "remove takes a step out of a rule.\n" + targetHelp,
			examples: []string{"rcfwd rules step remove --demo work-hours 2 --yes", "rcfwd rules step rm --demo work-hours Mobile --dry-run"}},
		{group: "step", use: "move RULE STEP TO", short: "Move a step to another place", prints: ruleList(), one: true, writes: true, run: moveStep, scopes: editScopes,
			long:     "move moves a step to another place, counted from 1.\n" + targetHelp,
			examples: []string{"rcfwd rules step move --demo work-hours 2 1 --yes", "rcfwd rules step move --demo work-hours Mobile 1 --dry-run"}},
		{group: "step", use: "set RULE STEP", short: "Change how long a step rings, or switch it", prints: ruleList(), one: true, writes: true, run: setStep, scopes: editScopes,
			long: "set changes how long a step rings, or switches it on or off.\n" + targetHelp,
			flags: func(cmd *cobra.Command, i *invocation) {
				i.text(cmd, "seconds", "how long it rings; whole rings of five seconds on legacy call handling")
				i.truth(cmd, "on", "switch it on")
				i.truth(cmd, "off", "switch it off")
			},
			examples: []string{"rcfwd rules step set --demo work-hours 1 --seconds 30 --yes", "rcfwd rules step set --demo work-hours 1 --off --dry-run"}},
	}
}

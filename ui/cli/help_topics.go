package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/api/filter"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// helpTopic is a page of prose, which rcfwd help prints and the manual has as a section.
type helpTopic struct {
	name  string // as in rcfwd help exit-codes
	title string // in the manual
	short string
	intro string      // before the items
	items [][2]string // a term and what it means
	outro string      // after them
}

// helpTopics are the pages, in the order of the manual.
func helpTopics() []helpTopic {
	return []helpTopic{environmentTopic(), filesTopic(), filtersTopic(), exitTopic()}
}

func environmentTopic() helpTopic {
	return helpTopic{
		name: "environment", title: "ENVIRONMENT", short: "Variables that rcfwd reads",
		intro: "A flag comes before a variable, and a variable before the profile in the settings. --profile is the\n" +
			"exception: with it, the server and the sign-in are those of the profile alone.",
		items: [][2]string{
			{settings.EnvProfile, "profile to open"},
			{envReadOnly, "1 changes nothing, whatever the profile says"},
			{signin.EnvServer, "address of the server"},
			{signin.EnvID + ", " + signin.EnvSecret, "the app, from the developer console"},
			{signin.EnvJWT, "a JWT; with the three variables above, rcfwd opens without a login, unless --profile names a profile"},
			{signin.EnvNoCache, "1 keeps no access token for the next run"},
			{envComplete, "0 keeps and suggests no names for the completion of the shell"},
			{"NO_COLOR", "any value turns colours off"},
			{"HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "proxy on the way to the server, as other programs read them"},
			{"XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR", "folders of the files; see rcfwd help files"},
		},
	}
}

func filesTopic() helpTopic {
	return helpTopic{
		name: "files", title: "FILES", short: "Files that rcfwd reads and writes",
		intro: "Without the variables, the folders are ~/.config and ~/.local/state, also on macOS. There is no other\n" +
			"runtime folder: without one, each run signs in, unless the profile has token_cache = \"state\".",
		items: [][2]string{
			{"$XDG_CONFIG_HOME/rcfwd/config.toml", "profiles and keys; no secrets"},
			{"$XDG_STATE_HOME/rcfwd", "sign-ins, the journal of changes and the index of the account; only their owner can read them"},
			{"$XDG_RUNTIME_DIR/rcfwd", "access tokens of the variables and of credential commands, until they end"},
		},
		outro: "The journal of an extension is journal/SERVER.ACCOUNT.EXTENSION.jsonl in the state folder, a line of JSON\n" +
			"for each step of a change. rcfwd history prints it. It holds telephone numbers and names, and no tokens.\n" +
			"The index of the account is index/SERVER.ACCOUNT.USER.jsonl, a line of JSON for each reading; rcfwd index path prints it.",
	}
}

func filtersTopic() helpTopic {
	var keys [][2]string
	for _, k := range filter.Keys() {
		keys = append(keys, [2]string{k, filterHelp(k)})
	}
	return helpTopic{
		name: "filters", title: "FILTERS", short: "Words that choose people and changes",
		intro: "A filter is words, all of which must hold, in upper or lower case. Words of rcfwd people are searched in\n" +
			"the extension number, the name and the e-mail address, and these have a key:",
		items: keys,
		outro: "Write words with blanks in quotes, such as \"site:New York\". After -- no word has a key.\n\n" +
			"Words of rcfwd history are searched in all that a change holds: its numbers, labels, rules, people, time and outcome.\n" +
			"A filter only chooses what is listed: for a change, a number or a rule is named whole.",
	}
}

// filterHelp explains a key of a filter by its example.
func filterHelp(example string) string {
	switch key, _, _ := strings.Cut(example, ":"); key {
	case "not":
		return "what the word after it does not hold for, as in not:type:queue"
	case "ext":
		return "an extension number, or the first and the last of a range"
	case "type":
		return "a type of extension; a wrong one is answered with all of them"
	case "status":
		return "a status of extension; a wrong one is answered with all of them"
	case "site":
		return "a site by its name"
	}
	return sweptHelp(example)
}

// sweptHelp explains a key whose answer takes the rules and numbers of each extension.
func sweptHelp(example string) string {
	switch key, _, _ := strings.Cut(example, ":"); key {
	case "to":
		return "where calls can go: the start of a number, or outside, extension, device"
	case "is":
		return "outside, read, not-read, incomplete (some of it could not be read), gone"
	case "risk":
		return "a kind of risk of a number that calls go to, or any; a wrong one is answered with all of them"
	case "rule":
		return "a rule that sends calls elsewhere, by the start of its name or id"
	case "state":
		return "forward-all or dnd, where that is on"
	case "age":
		return "the time since it was read, as a range: age:7d.. or age:..24h"
	case "changed":
		return "the time since what was read last changed, as a range"
	case "n":
		return "how many numbers, extensions and devices calls can go to, as a range"
	}
	return ""
}

func exitTopic() helpTopic {
	code := strconv.Itoa
	return helpTopic{
		name: "exit-codes", title: "EXIT STATUS", short: "What the exit code of a command says",
		items: [][2]string{
			{code(ExitDone), "done; also where a list is empty, and where it is so already"},
			{code(ExitFailed), "failed; one line says why and what to do"},
			{code(ExitUsage), "wrong usage, or a change that no one could be asked about; --yes confirms it"},
			{code(ExitFound), "something was found, by commands that look for it"},
			{code(ExitSignIn), "a sign-in is needed, or has ended"},
			{code(ExitIncomplete), "incomplete: something could not be read or changed, or its outcome is not known"},
			{fmt.Sprintf("%d, %d, %d", ExitInterrupted, ExitTerminated, ExitHangup), "interrupted, terminated, hung up"},
		},
		outro: "If several apply, the first of " + exitOrderText() + " counts. What is missing is named on standard error, and never\n" +
			"shown as absent. A reader that closes the output early, such as head, ends a command with 0.",
	}
}

// exitOrderText lists the codes as exitCode chooses among them.
func exitOrderText() string {
	var codes []string
	for _, c := range exitOrder {
		if c == ExitHangup {
			c = ExitInterrupted // the three of signals have one place
		}
		codes = append(codes, strconv.Itoa(c))
	}
	return strings.Join(codes, ", ")
}

// text returns the page as help prints it.
func (t helpTopic) text() string {
	var b strings.Builder
	if t.intro != "" {
		b.WriteString(t.intro + "\n\n")
	}
	wide := 0
	for _, item := range t.items {
		wide = max(wide, len(item[0]))
	}
	for _, item := range t.items {
		fmt.Fprintf(&b, "  %-*s  %s\n", wide, item[0], item[1])
	}
	if t.outro != "" {
		b.WriteString("\n" + t.outro)
	}
	return strings.TrimRight(b.String(), "\n")
}

// topicCommands makes the pages commands that cannot be run, for rcfwd help.
func topicCommands() (all []*cobra.Command) {
	for _, t := range helpTopics() {
		all = append(all, &cobra.Command{Use: t.name, Short: t.short, Long: t.text()})
	}
	return all
}

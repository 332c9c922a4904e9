package cli

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// apiVerb is rcfwd api, which is a verb without a noun.
func apiVerb() *verb {
	return &verb{
		use: "api [METHOD] PATH", short: "Send one request of the RingCentral API",
		long: "api sends a request with the sign-in, the limits and the retries of all commands, and prints the answer as it\n" +
			"came. METHOD is GET unless it is written. PATH starts with /restapi/ and may have a query. As in all commands,\n" +
			"~ is the account or the extension that is open.\n\n" +
			"With GET, -F and -f are parameters of the query; with another method they are members of the JSON body, where\n" +
			"name[member]=value and name[]=value make objects and lists. -F reads whole numbers, true, false and null as\n" +
			"JSON, and @FILE as the content of a file; a number that starts with + or 0 stays a text. -f is always a text.\n" +
			"--input sends a JSON file, and -F is the query then. @FILE and --input keep secrets out of the list of processes.\n\n" +
			"A request other than GET and HEAD asks first, and is kept in the history with its outcome. It cannot be undone.\n" +
			"Passwords, PINs and tokens in it are not kept. gh api sends POST where it is given fields; rcfwd does not.\n\n" +
			"--paginate reads all pages, in pages of 1000 unless PATH names perPage, and prints one array of their records.\n\n" +
			"Which scopes the app needs depends on PATH.",
		examples: []string{
			"rcfwd api --demo /restapi/v1.0/account/~/extension -F status=Enabled",
			"rcfwd api --demo /restapi/v1.0/account/~/extension --paginate --jsonl",
			"rcfwd api --demo POST /restapi/v1.0/account/~/extension/~/forwarding-number -F phoneNumber=+14155550188 -F label=Hut --dry-run",
		},
		writes: true, reads: apiReads, run: runAPI,
		flags: func(cmd *cobra.Command, i *invocation) {
			i.many["field"] = cmd.Flags().StringArrayP("field", "F", nil, "parameter of the query, or member of the body, as `key=value`; repeat for more")
			i.many["raw-field"] = cmd.Flags().StringArrayP("raw-field", "f", nil, "the same, always a text, as `key=value`")
			i.text(cmd, "input", "JSON `FILE` to send as the body; - is the standard input")
			i.truth(cmd, "paginate", "read all pages of a list")
			i.truth(cmd, "jsonl", "print a record a line")
			_ = cmd.Flags().MarkHidden("if-unchanged") // it works with one number or one rule
		},
	}
}

// coverage is the writes at the end of a path that a verb does too.
type coverage struct{ methods, path, verb string }

// coverings are all of them. They are made for a write alone.
func coverings() []coverage {
	return []coverage{
		{"POST", `/forwarding-number$`, "numbers add"},
		{"PUT", `/forwarding-number/[^/]+$`, "numbers set"},
		{"DELETE", `/forwarding-number(/[^/]+)?$`, "numbers remove"},
		{"PUT PATCH", `/comm-handling/voice/call-flip-numbers$`, "numbers set"},
		{"DELETE POST", `/comm-handling/voice/forwarding-targets(/.*)?$`, "numbers remove"},
		{"PUT PATCH", `/answering-rule/[^/]+$`, "rules set"},
		{"POST", `/(answering-rule|interaction-rules)$`, "rules add"},
		{"DELETE", `/(answering-rule|interaction-rules)/[^/]+$`, "rules remove"},
		{"PUT PATCH", `/comm-handling/voice/(state|interaction)-rules/[^/]+$`, "rules set"},
		{"PUT PATCH", `/comm-handling/states/[^/]+$`, "rules on"},
		{"PUT PATCH", `/(business-hours|forward-all-calls)$`, "rules set"},
		{"POST", `/telephony/sessions/[^/]+/parties/[^/]+/flip$`, "calls flip"},
	}
}

// coveringVerb returns the verb that does what a request does; empty for none.
func coveringVerb(method, path string) string {
	for _, c := range coverings() {
		if strings.Contains(c.methods, method) && hasVerb(c.verb) && regexp.MustCompile(c.path).MatchString(strings.TrimSuffix(path, "/")) {
			return c.verb
		}
	}
	return ""
}

// hasVerb reports whether there is a command such as "numbers add".
func hasVerb(name string) bool {
	for _, n := range nouns() {
		for _, v := range n.verbs {
			if strings.HasPrefix(n.name+" "+v.use+" ", name+" ") {
				return true
			}
		}
	}
	return false
}

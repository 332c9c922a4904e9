package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// manCommand prints the manual page for packages of the program. It is made from
// the same commands and flags as the help.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Hidden: true,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manual(cmd.Root()))
			return err
		},
	}
}

// manualParts are what the help of the commands does not have.
var manualParts = []struct {
	title string
	items [][2]string
}{
	{"ENVIRONMENT", [][2]string{
		{settings.EnvProfile, "profile to open"},
		{envReadOnly, "1 changes nothing, whatever the profile says"},
		{signin.EnvServer, "address of the server"},
		{signin.EnvID + ", " + signin.EnvSecret, "the app, from the developer console"},
		{signin.EnvJWT, "a JWT; with the three variables above, rcfwd opens without a login, unless --profile names a profile"},
		{signin.EnvNoCache, "1 keeps no access token for the next run"},
		{"NO_COLOR", "any value turns colours off"},
	}},
	{"FILES", [][2]string{
		{"$XDG_CONFIG_HOME/rcfwd/config.toml", "profiles and keys; no secrets"},
		{"$XDG_STATE_HOME/rcfwd", "sign-ins and the journal of changes; only their owner can read them"},
		{"$XDG_RUNTIME_DIR/rcfwd", "access tokens of the variables and of credential commands, until they end"},
	}},
	{"EXAMPLES", [][2]string{
		{"rcfwd --demo", "Look around in a made-up company, without an account or a network."},
		{"rcfwd login", "Sign in, one question at a time."},
		{"rcfwd login --profile work --way jwt --jwt-file jwt.txt", "Sign in with the JWT in a file, under the profile work. login asks for the rest."},
		{"rcfwd --profile work --extension 104 --read-only", "Show the numbers of extension 104 and change nothing."},
		{"rcfwd --log requests.jsonl", "Write every request to a file, without secrets."},
		{"rcfwd history --json Cabin", "Print the changes that contain Cabin, as JSON."},
		{"rcfwd status --json", "Print who is signed in and where, as JSON."},
		{"rcfwd sandbox --listen 127.0.0.1:8420 > sandbox.env", "Serve a RingCentral in memory for tests, and write the variables that sign in to it to a file."},
		{"rcfwd logout --profile work", "End the sign-in of the profile work, at the server and on this machine."},
	}},
	{"EXIT STATUS", [][2]string{
		{"0", "done"},
		{"1", "failed; one line says why and what to do"},
		{"2", "wrong usage"},
	}},
}

// manual returns the manual page in the man macros.
func manual(root *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH RCFWD 1 \"\" \"rcfwd %s\" \"User Commands\"\n.SH NAME\nrcfwd \\- %s\n", roff(version()), roff(root.Short))
	b.WriteString(".SH SYNOPSIS\n.B rcfwd\n[\\fIoptions\\fR]\n.br\n.B rcfwd\n\\fIcommand\\fR [\\fIoptions\\fR]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n.SH OPTIONS\n", roff(root.Long))
	manualFlags(&b, root)
	b.WriteString(".SH COMMANDS\n")
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			fmt.Fprintf(&b, ".SS %s\n%s\n", roff(strings.TrimSuffix(c.UseLine(), " [flags]")), roff(cmp.Or(c.Long, c.Short+".")))
			manualFlags(&b, c)
		}
	}
	for _, part := range manualParts {
		fmt.Fprintf(&b, ".SH %s\n", part.title)
		for _, item := range part.items {
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(item[0]), roff(item[1]))
		}
	}
	return b.String()
}

func manualFlags(b *strings.Builder, cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		kind, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR", roff("--"+f.Name))
		if kind != "" {
			fmt.Fprintf(b, " \\fI%s\\fR", roff(kind))
		}
		fmt.Fprintf(b, "\n%s\n", roff(usage))
	})
}

// roff escapes text for the man macros, so that nothing in it is a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(strings.TrimSpace(text))
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if l == "" {
			lines[i] = ".PP"
		} else if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// manCommand prints the manual, for packages of the program. It is made from the same
// commands and flags as the help.
func manCommand() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use: "man", Short: "Print the manual page", Hidden: true,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dir != "" {
				return writeManual(dir, cmd.Root())
			}
			_, err := io.WriteString(cmd.OutOrStdout(), manual(cmd.Root()))
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "write a page for each command into this folder, and print none")
	return cmd
}

// writeManual writes rcfwd.1 and a page for each command into a folder.
func writeManual(dir string, root *cobra.Command) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot write the manual: %w", err)
	}
	for name, text := range manualPages(root) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("cannot write the manual: %w", err)
		}
	}
	return nil
}

// manualPages returns the pages of all commands by the names of their files.
func manualPages(root *cobra.Command) map[string]string {
	pages := map[string]string{"rcfwd.1": manual(root)}
	var add func(*cobra.Command)
	add = func(parent *cobra.Command) {
		for _, c := range manualCommands(parent) {
			pages[pageName(c)+".1"] = commandPage(c)
			add(c)
		}
	}
	add(root)
	return pages
}

// pageName returns the name of a command's page, as in rcfwd-numbers-add.
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manualCommands returns the commands of a command that the manual describes.
func manualCommands(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(commandsOf(cmd), func(c *cobra.Command) bool { return c.Name() == "help" })
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
		{"rcfwd numbers --demo --json flipNumber,phoneNumber", "Print the numbers of the demo as JSON."},
		{"rcfwd numbers set Cabin --flip 8 --yes", "Change a flip digit without a question."},
		{"rcfwd history --json Cabin", "Print the changes that contain Cabin, as JSON."},
		{"rcfwd status --json", "Print who is signed in and where, as JSON."},
		{"rcfwd sandbox --listen 127.0.0.1:8420 > sandbox.env", "Serve a RingCentral in memory for tests, and write the variables that sign in to it to a file."},
		{"rcfwd logout --profile work", "End the sign-in of the profile work, at the server and on this machine."},
	}},
	{"EXIT STATUS", [][2]string{
		{"0", "done"},
		{"1", "failed; one line says why and what to do"},
		{"2", "wrong usage, or a change that no one could be asked about; --yes confirms it"},
		{"3", "something was found, by commands that look for it"},
		{"4", "a sign-in is needed, or has ended"},
		{"5", "incomplete: something could not be read or changed, or its outcome is not known"},
		{"130, 143, 129", "interrupted, terminated, hung up"},
	}},
}

// manual returns the page of the program, which has all commands and verbs in short.
func manual(root *cobra.Command) string {
	var p roffPage
	p.begin("rcfwd", root.Short)
	p.section("SYNOPSIS")
	p.line("\\fBrcfwd\\fR [\\fIoptions\\fR]\n.br\n\\fBrcfwd\\fR \\fIcommand\\fR [\\fIoptions\\fR]")
	p.section("DESCRIPTION")
	p.text(root.Long)
	p.section("COMMANDS")
	for _, c := range manualCommands(root) {
		p.command(c)
	}
	p.section("OPTIONS")
	p.sharedFlags(root)
	for _, part := range manualParts {
		p.section(part.title)
		for _, item := range part.items {
			p.item(item[0], "", item[1])
		}
	}
	return p.String()
}

// commandPage returns the page of one command.
func commandPage(cmd *cobra.Command) string {
	var p roffPage
	p.begin(pageName(cmd), cmd.Short)
	p.section("SYNOPSIS")
	p.line("\\fB" + roff(cmd.UseLine()) + "\\fR")
	p.section("DESCRIPTION")
	p.text(cmp.Or(cmd.Long, cmd.Short+"."))
	if below := manualCommands(cmd); len(below) > 0 {
		p.section("COMMANDS")
		for _, c := range below {
			p.item(strings.TrimSpace(c.Name()+" "+argumentsOf(c)), "", c.Short+".")
		}
	}
	p.section("OPTIONS")
	flags := flagsOf(cmd)
	for _, g := range flagGroups {
		p.flagGroup(g, flags[g])
	}
	if cmd.Example != "" {
		p.section("EXAMPLES")
		p.verbatim(strings.Split(cmd.Example, "\n"))
	}
	p.section("SEE ALSO")
	p.line(seeAlso(cmd))
	return p.String()
}

// seeAlso names the pages of the commands above and below a command.
func seeAlso(cmd *cobra.Command) string {
	names := []string{pageName(cmd.Parent())}
	for _, c := range manualCommands(cmd) {
		names = append(names, pageName(c))
	}
	for i, name := range names {
		names[i] = "\\fB" + roff(name) + "\\fR(1)"
	}
	return strings.Join(names, ",\n")
}

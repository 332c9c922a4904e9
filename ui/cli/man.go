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
	new(flags).declareUnused(cmd)
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

// manualExamples are the examples of the first page.
func manualExamples() [][2]string {
	return [][2]string{
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
	}
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
	for _, t := range helpTopics() {
		p.topic(t)
	}
	p.section("EXAMPLES")
	for _, item := range manualExamples() {
		p.item(item[0], "", item[1])
	}
	return p.String()
}

// topic adds a page of prose.
func (p *roffPage) topic(t helpTopic) {
	p.section(t.title)
	if t.intro != "" {
		p.text(t.intro)
	}
	for _, item := range t.items {
		p.item(item[0], "", item[1])
	}
	if t.outro != "" {
		p.line(".PP")
		p.text(t.outro)
	}
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

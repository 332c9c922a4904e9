package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The help of a command: its flags are in groups, those that only it has first.

// flagGroup is a group of flags in the help; the zero value has those of one command.
type flagGroup string

const (
	groupOwn     flagGroup = ""
	groupOutput  flagGroup = "Output"
	groupWriting flagGroup = "Writing"
	groupWhere   flagGroup = "Where"
	groupRun     flagGroup = "Run"
	groupDemo    flagGroup = "Demo"
)

var flagGroups = []flagGroup{groupOwn, groupOutput, groupWriting, groupWhere, groupRun, groupDemo}

const annotationGroup = "group"

// inGroup puts the flags that declare adds into a group, unless they are in one.
func inGroup(cmd *cobra.Command, group flagGroup, declare func(*cobra.Command)) {
	all, had, now := cmd.Flags(), 0, 0
	all.SortFlags = false // for each visit would sort them
	all.VisitAll(func(*pflag.Flag) { had++ })
	declare(cmd)
	all.VisitAll(func(f *pflag.Flag) {
		if now++; now > had && f.Annotations[annotationGroup] == nil {
			all.SetAnnotation(f.Name, annotationGroup, []string{string(group)})
		}
	})
	all.SortFlags = true
}

func groupOf(f *pflag.Flag) flagGroup {
	switch in := f.Annotations[annotationGroup]; {
	case f.Name == "help":
		return groupRun
	case len(in) == 1:
		return flagGroup(in[0])
	}
	return groupOwn
}

// flagsOf returns the flags of a command that its help shows, by group.
func flagsOf(cmd *cobra.Command) map[flagGroup][]*pflag.Flag {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	flags := map[flagGroup][]*pflag.Flag{}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags[groupOf(f)] = append(flags[groupOf(f)], shownFlag(f))
		}
	})
	return flags
}

// shownFlag returns a flag as the help shows it: pflag would print --json fields[=*].
func shownFlag(f *pflag.Flag) *pflag.Flag {
	shown := *f
	switch f.Value.Type() {
	case "fields":
		shown.Value, shown.NoOptDefVal = namedValue{f.Value, "[FIELDS]"}, ""
	case "stringArray":
		shown.Value, shown.DefValue = namedValue{f.Value, "string"}, ""
	case "duration":
		shown.Value, shown.DefValue = namedValue{f.Value, "time"}, ""
	case "int":
		shown.Value = namedValue{f.Value, "number"}
	}
	return &shown
}

// namedValue is a value whose kind has another name.
type namedValue struct {
	pflag.Value
	kind string
}

func (v namedValue) Type() string { return v.kind }

// helpWidth is the width to which the flags are wrapped.
const helpWidth = 110

// writeHelp prints the help of a command.
func writeHelp(w io.Writer, cmd *cobra.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", strings.TrimRight(cmp.Or(cmd.Long, cmd.Short), "\n "))
	if !cmd.IsAdditionalHelpTopicCommand() {
		b.WriteString(usage(cmd))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// departures say where rcfwd differs from gh and Gitea's client, whose users know other rules.
const departures = "Other than in gh, there is no --jq and no --template: pipe --json to jq. The exit codes are rcfwd's own:\n" +
	"rcfwd help exit-codes."

// usage returns how to write a command, with its examples, verbs and flags.
func usage(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if cmd.Runnable() {
		fmt.Fprintf(&b, "  %s\n", cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s COMMAND\n", cmd.CommandPath())
	}
	if len(cmd.Aliases) > 0 {
		fmt.Fprintf(&b, "\nAlso written: %s\n", strings.Join(cmd.Aliases, ", "))
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", cmd.Example)
	}
	writeCommands(&b, cmd)
	writeTopics(&b, cmd)
	flags := flagsOf(cmd)
	for _, g := range flagGroups {
		writeFlagGroup(&b, g, flags[g])
	}
	if len(flags[groupOutput]) > 0 {
		b.WriteString("\n" + departures + "\n")
	}
	return b.String()
}

// writeCommands lists the commands of a command with a line for each.
func writeCommands(b *strings.Builder, cmd *cobra.Command) {
	wide, lines := 0, [][2]string{}
	for _, c := range commandsOf(cmd) {
		use := strings.TrimSpace(c.Name() + " " + argumentsOf(c))
		wide, lines = max(wide, len(use)), append(lines, [2]string{use, c.Short})
	}
	if len(lines) > 0 {
		b.WriteString("\nCommands:\n")
	}
	for _, l := range lines {
		fmt.Fprintf(b, "  %-*s  %s\n", wide, l[0], l[1])
	}
}

// writeTopics lists the pages of prose, in the help of the program.
func writeTopics(b *strings.Builder, cmd *cobra.Command) {
	if cmd.HasParent() {
		return
	}
	b.WriteString("\nPages, with rcfwd help PAGE:\n")
	for _, t := range helpTopics() {
		fmt.Fprintf(b, "  %-11s  %s\n", t.name, t.short)
	}
}

// commandsOf returns the commands that people see, those that have verbs first.
func commandsOf(cmd *cobra.Command) []*cobra.Command {
	commands := slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool { return !c.IsAvailableCommand() })
	first := nounNames()
	sort.SliceStable(commands, func(i, j int) bool { return place(first, commands[i].Name()) < place(first, commands[j].Name()) })
	return commands
}

func nounNames() (names []string) {
	for _, n := range nouns() {
		names = append(names, n.name)
	}
	return names
}

// place returns where a name is in a list, and its end for one that is not there.
func place(names []string, name string) int {
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	return len(names)
}

func writeFlagGroup(b *strings.Builder, g flagGroup, flags []*pflag.Flag) {
	switch {
	case len(flags) == 0:
	case g == groupDemo:
		fmt.Fprintf(b, "\nWith --demo also %s: see rcfwd sandbox --help.\n", strings.Join(flagNames(flags), ", "))
	default:
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		for _, f := range flags {
			set.AddFlag(f)
		}
		fmt.Fprintf(b, "\n%s:\n%s", cmp.Or(string(g), "Flags"), set.FlagUsagesWrapped(helpWidth))
	}
}

func flagNames(flags []*pflag.Flag) (names []string) {
	for _, f := range flags {
		names = append(names, "--"+f.Name)
	}
	return names
}

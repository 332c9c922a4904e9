package cli

import (
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// What the shell suggests after a part of a command. It sends nothing, signs in nowhere and
// runs no command: what numbers, rules and people are called comes from the names that were
// kept when they were last read.

// envComplete is the variable that turns off keeping and suggesting names with 0.
const envComplete = "RCFWD_COMPLETE"

func keepsNames() bool { return os.Getenv(envComplete) != "0" }

// flagWords are the values of flags, by the flag alone or after its command.
func flagWords() map[string]string {
	return map[string]string{
		"rcfwd numbers add --type": "other home mobile work line", "rcfwd numbers remove --from": "rules flip all",
		"--flip": "1 2 3 4 5 6 7 8 none", "--call-handling": "legacy new",
		"--way": "code jwt password", "--store": "file keyring none",
	}
}

// completes reports whether this run completes a command. It is cheaper not to prepare
// that for each flag of each command in every run.
func (p *program) completes() bool {
	return len(p.line) > 1 && (p.line[0] == cobra.ShellCompRequestCmd || p.line[0] == cobra.ShellCompNoDescRequestCmd)
}

// complete lets the flags and arguments of a verb be completed.
func (i *invocation) complete(cmd *cobra.Command) {
	if i.completes() {
		cmd.ValidArgsFunction = i.completeArgument
	}
	i.completeFlags(cmd)
}

// completeFlags is complete for the flags alone.
func (i *invocation) completeFlags(cmd *cobra.Command) {
	if !i.completes() {
		return
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal != "" && f.Value.Type() != "fields" || slices.Contains([]string{"log", "jwt-file", "file", "input"}, f.Name) {
			return // a switch, or the name of a file
		}
		cmd.RegisterFlagCompletionFunc(f.Name, func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return i.flagValues(cmd, f, typed)
		})
	})
}

func (i *invocation) flagValues(cmd *cobra.Command, f *pflag.Flag, typed string) ([]string, cobra.ShellCompDirective) {
	words, known := flagWords()[cmd.CommandPath()+" --"+f.Name]
	if !known {
		words = flagWords()["--"+f.Name]
	}
	switch {
	case f.Value.Type() == "fields":
		return completeFields(cmd, typed)
	case words != "":
		return matching(strings.Fields(words), typed)
	case f.Name == "extension":
		return matching(nameWords(i.names().People), typed)
	case f.Name == "with":
		return matching(i.names().Numbers, typed)
	case f.Name == "rule", f.Name == "like":
		return matching(nameWords(i.names().Rules), typed)
	case f.Name == "profile":
		return matching(newConnector(&i.flags, i.program.keys).Profiles(), typed)
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeArgument suggests fields after --json and the like, and else what the usage of
// the verb names at this place.
func (i *invocation) completeArgument(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if flag, is := strings.CutPrefix(i.line[len(i.line)-2], "--"); is && slices.Contains(withFields, flag) {
		return completeFields(cmd, typed)
	}
	var words []string
	switch argumentAt(cmd, len(args)) {
	case "WHICH", "TARGET", "STEP":
		words = i.names().Numbers
	case "DIGIT":
		words = strings.Fields("1 2 3 4 5 6 7 8")
	case "CALL":
		words = []string{"only"} // what calls there are, only the service knows
	case "METHOD":
		words = apiMethods
	case "RULE":
		words = nameWords(i.names().Rules)
	}
	return matching(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(args, value(w)) }), typed)
}

// printingCommands are the next words of the commands that print records.
func printingCommands(before []string) (words []string) {
	for _, c := range Commands() {
		name := strings.Fields(c.Name)
		if c.Fields != nil && len(name) > len(before) && slices.Equal(name[:len(before)], before) && !slices.Contains(words, name[len(before)]) {
			words = append(words, name[len(before)])
		}
	}
	return words
}

// completeFields suggests the next field of a list with commas.
func completeFields(cmd *cobra.Command, typed string) ([]string, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	had := strings.Split(before, ",")
	var lists []string
	for _, f := range strings.Split(cmd.Annotations[annotationFields], ",") {
		if !slices.Contains(had, f) {
			lists = append(lists, before+f)
		}
	}
	words, directive := matching(lists, typed)
	return words, directive | cobra.ShellCompDirectiveNoSpace
}

// matching returns the words that begin as typed. A word may have a description after a
// tab.
func matching(words []string, typed string) ([]string, cobra.ShellCompDirective) {
	var fit []string
	for _, w := range words {
		if strings.HasPrefix(strings.ToLower(w), strings.ToLower(typed)) {
			fit = append(fit, w)
		}
	}
	return fit, cobra.ShellCompDirectiveNoFileComp
}

// value returns a word without its description.
func value(word string) string {
	word, _, _ = strings.Cut(word, "\t")
	return word
}

// nameWords is not inlined: its copies would make the program larger.
//
//go:noinline
func nameWords(names []signin.CachedName) (words []string) {
	for _, n := range names {
		words = append(words, strings.TrimSuffix(n.ID+"\t"+n.Name, "\t"))
	}
	return words
}

// names returns what was last read under the profile of the command line. Numbers and
// rules are those of the user's own extension.
func (i *invocation) names() signin.NamesCache {
	if !keepsNames() || i.flags.demo {
		return signin.NamesCache{}
	}
	config, folders, err := newConnector(&i.flags, i.program.keys).settings()
	if err != nil {
		return signin.NamesCache{}
	}
	p, err := config.Choose(i.flags.profile, os.Getenv(settings.EnvProfile))
	if err != nil {
		return signin.NamesCache{}
	}
	kept := signin.ReadNamesCache(folders, new(i.flags.atServer(&p)))
	if i.flags.extension != "" || p.Extension != "" {
		kept.Numbers, kept.Rules = nil, nil
	}
	return kept
}

// atServer returns a profile with the server that the command line or the environment
// names in its place.
func (f *flags) atServer(was *settings.Profile) settings.Profile {
	p := *was
	address := f.server
	if address == "" && f.profile == "" && os.Getenv(signin.EnvJWT) != "" {
		address = os.Getenv(signin.EnvServer)
	}
	if server, err := rest.ParseServer(address); address != "" && err == nil {
		p.Server = server
	}
	return p
}

// keepNames returns functions that keep what completion suggests; nil where nothing is
// kept.
func (c *connector) keepNames(was *settings.Profile, s *signin.Session) (func(api.Snapshot), func([]api.Person)) {
	p := *was
	folders, err := settings.FindFolders(os.Getenv)
	if c.inMemory || err != nil || !keepsNames() || p.Account != "" {
		return nil, nil
	}
	p.Server = s.Server()
	var mu sync.Mutex
	keep := func(edit func(*signin.NamesCache)) {
		mu.Lock()
		defer mu.Unlock()
		signin.UpdateNamesCache(folders, &p, edit)
	}
	snapshot := func(now api.Snapshot) { keep(func(n *signin.NamesCache) { keepSnapshot(n, &now) }) }
	if p.Extension != "" {
		snapshot = nil // the labels of another person are not kept
	}
	var people []signin.CachedName
	return snapshot, func(page []api.Person) {
		for _, person := range page {
			people = signin.AddName(people, person.Number, person.Name)
		}
		keep(func(n *signin.NamesCache) { n.People = people })
	}
}

func keepSnapshot(n *signin.NamesCache, now *api.Snapshot) {
	if now.Numbers != nil {
		n.Numbers = nil
		for _, number := range now.Numbers {
			n.AddNumber(number.ID, number.Label)
		}
	}
	if now.Rules != nil {
		n.Rules = nil
		for _, r := range now.Rules {
			n.Rules = signin.AddName(n.Rules, r.ID, r.Name)
		}
	}
}

// joinAllFields is joinFields, also for the command whose last word is to be completed.
func (p *program) joinAllFields(root *cobra.Command, args []string) ([]string, error) {
	last := len(args) - 1
	if !p.completes() {
		return joinFields(root, args)
	}
	joined, err := joinFields(root, args[1:last])
	if err != nil {
		return args, nil
	}
	return append(append([]string{args[0]}, joined...), args[last]), nil
}

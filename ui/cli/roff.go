package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// roffPage is a manual page in the man macros.
type roffPage struct{ strings.Builder }

// line writes what is roff already. It is not inlined: what grows the text would be in 17
// places.
//
//go:noinline
func (p *roffPage) line(roff string) { p.WriteString(roff + "\n") }

func (p *roffPage) begin(name, short string) {
	p.line(fmt.Sprintf(`.TH "%s" 1 "" "rcfwd %s" "User Commands"`, roffArgument(strings.ToUpper(name)), roffArgument(version())))
	p.section("NAME")
	p.line(roff(name) + ` \- ` + roff(short))
}

func (p *roffPage) section(title string) { p.line(`.SH "` + roffArgument(title) + `"`) }

func (p *roffPage) subsection(title string) { p.line(`.SS "` + roffArgument(title) + `"`) }

// text writes paragraphs. Lines that are indented stay as they are.
func (p *roffPage) text(prose string) {
	var verbatim []string
	for _, l := range append(strings.Split(strings.TrimSpace(prose), "\n"), "end") {
		indented := strings.TrimLeft(l, " \t") != l
		if indented {
			verbatim = append(verbatim, l)
			continue
		}
		p.verbatim(verbatim)
		verbatim = nil
		if l != "end" {
			p.line(roff(l))
		}
	}
}

// verbatim writes lines that are not filled.
func (p *roffPage) verbatim(lines []string) {
	if len(lines) == 0 {
		return
	}
	p.line(".PP\n.nf\n.RS")
	for _, l := range lines {
		p.line(roff(l))
	}
	p.line(".RE\n.fi")
}

// item writes a term with its value, and what it means.
func (p *roffPage) item(term, value, means string) {
	p.WriteString(".TP\n\\fB" + roff(term) + "\\fR")
	if value != "" {
		p.WriteString(" \\fI" + roff(value) + "\\fR")
	}
	p.line("\n" + roff(means))
}

// command describes a command in short, with its verbs.
func (p *roffPage) command(cmd *cobra.Command) {
	p.subsection(strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	p.text(cmp.Or(cmd.Long, cmd.Short+"."))
	p.flagGroup(groupOwn, flagsOf(cmd)[groupOwn])
	p.verbs(cmd)
}

// verbs writes the verbs of a command, also those of a group of them.
func (p *roffPage) verbs(cmd *cobra.Command) {
	for _, c := range manualCommands(cmd) {
		p.line(".PP")
		p.line("\\fB" + roff(strings.TrimSuffix(c.UseLine(), " [flags]")) + "\\fR")
		p.line(".RS")
		p.text(c.Short + ".")
		p.flagGroup(groupOwn, flagsOf(c)[groupOwn])
		p.line(".RE")
		p.verbs(c)
	}
}

// sharedFlags writes the flags of the program, and the groups of flags that many commands
// have.
func (p *roffPage) sharedFlags(root *cobra.Command) {
	groups := map[flagGroup][]*pflag.Flag{groupOwn: flagsOf(root)[groupOwn]}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for g, flags := range flagsOf(cmd) {
			for _, f := range flags {
				if g != groupOwn && !slices.Contains(flagNames(groups[g]), "--"+f.Name) {
					groups[g] = append(groups[g], f)
				}
			}
		}
		for _, c := range manualCommands(cmd) {
			walk(c)
		}
	}
	walk(root)
	for _, g := range flagGroups {
		p.flagGroup(g, groups[g])
	}
}

func (p *roffPage) flagGroup(g flagGroup, flags []*pflag.Flag) {
	if len(flags) > 0 && g != groupOwn {
		p.subsection(string(g))
	}
	for _, f := range flags {
		value, usage := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		p.item(term, value, usage)
	}
}

// roffEscapes are the signs that mean something to roff, as it prints them.
var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`)

// roff escapes text for the man macros, so that nothing in it is a request.
func roff(text string) string {
	lines := strings.Split(roffEscapes.Replace(strings.TrimRight(text, " \t\n")), "\n")
	for i, l := range lines {
		if l == "" {
			lines[i] = ".PP"
		} else if strings.HasPrefix(l, ".") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

// roffArgument escapes text for an argument in quotes.
func roffArgument(text string) string {
	return strings.NewReplacer("\n", " ", `"`, `\(dq`).Replace(roff(text))
}

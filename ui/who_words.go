package ui

import (
	"slices"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/sweep"
)

// useWords says where a use is: the rule with its step, or the list.
func useWords(u *index.Use) string {
	words := u.RuleName
	switch u.Kind {
	case index.InNumbers:
		words = "list of numbers"
	case index.InFlips:
		words = "flip digit " + u.Key
	case index.InStep:
		if u.Step > 0 {
			words += ", step " + itoa(u.Step)
		}
	case index.NoAnswer:
		words += ", no answer"
	case index.AtOnce:
		words += ", at once"
	case index.ForwardAll:
		words = "all calls are forwarded"
	case index.DoNotDisturb:
		words = "do not disturb"
	case index.QueueFull:
		words = "when the queue is full"
	case index.QueueWait:
		words = "after a long wait"
	case index.QueueNoAnswer:
		words = "when no agent answers"
	case index.QueueAgent:
		words = "agent of the queue"
	case index.IVRKey:
		words = "key " + u.Key
	case index.CompanyRule:
		words = "company rule " + u.RuleName
	}
	if !u.Enabled && u.Kind != index.InNumbers {
		words += " (off)"
	}
	return words
}

// proofLines say how complete an answer is: how many extensions of how many were read, how
// old the oldest reading is, and what was not read and why. sweep names the keys that read
// the account.
func proofLines(p *index.Proof, now time.Time, sweepKeys string) []string {
	if p.ListedAt.IsZero() && p.Read == 0 {
		return []string{"The account was not read yet: press " + sweepKeys + " to read it."}
	}
	words := "Read " + sweep.Count(p.Read) + " of " + sweep.Count(p.Expected) + " extensions"
	if !p.OldestReadAt.IsZero() {
		age := ageWords(uint32(p.OldestReadAt.Unix()), now)
		if age != "now" {
			age += " ago"
		}
		words += ", the oldest " + age
	}
	lines := []string{words + "."}
	never, rest := 0, []string(nil)
	for i := range p.NotRead {
		n := &p.NotRead[i]
		if n.Code == index.CodeNever {
			never++
			continue
		}
		rest = append(rest, strings.TrimSpace(n.Number+" "+n.Name)+": "+n.What+" ("+n.Code+")")
	}
	if never > 0 {
		lines = append(lines, "Not read yet: "+api.Plural(never, "extension")+"; press "+sweepKeys+" to read them.")
	}
	if len(rest) > 0 {
		lines = append(lines, "Not read: "+strings.Join(someOf(rest), "; ")+".")
	}
	for _, c := range p.ClassesNotRead {
		lines = append(lines, "Not read: "+string(c.Class)+" ("+c.Code+").")
	}
	if p.Damaged > 0 {
		lines = append(lines, api.Plural(p.Damaged, "line")+" of the index cannot be read.")
	}
	return lines
}

// mostNamed is how many extensions that were not read are named.
const mostNamed = 5

func someOf(names []string) []string {
	if more := len(names) - mostNamed; more > 0 {
		return append(slices.Clip(names[:mostNamed]), itoa(more)+" more")
	}
	return names
}

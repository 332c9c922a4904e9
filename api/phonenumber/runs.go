package phonenumber

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// breaks are the characters that are never inside a number. Other punctuation may separate
// its digits, whatever it is: 650•555•0142, 650_555_0142. A star after a blank starts a code.
const breaks = "\n,;:|<>\"\u201c\u201d\u201e\u00ab\u00bb=?!&@%#{}$\u00a9\u00ae\u2122"

// isBreak reports whether a character is never inside a number. A picture is not.
func isBreak(r rune) bool {
	return strings.ContainsRune(breaks, r) || r >= '\U0001f000' && unicode.Is(unicode.So, r)
}

// group is a part of a text that is letters and digits alone.
type group struct {
	span
	word bool // it has letters
}

// groups splits a folded text. Letters that touch three digits or more are a group of their
// own: Home650 is two, 2B is one.
func groups(text string) (all []group) {
	for _, whole := range mixedGroups(text) {
		all = append(all, splitGroup(text, whole)...)
	}
	return all
}

// mixedGroups returns the parts of a text that are letters and digits alone.
func mixedGroups(text string) (all []span) {
	start := -1
	for i, r := range text + " " {
		switch inside := isWordRune(r); {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			all = append(all, span{start, i})
			start = -1
		}
	}
	return all
}

func splitGroup(text string, whole span) (all []group) {
	word := text[whole.start:whole.end]
	if strings.Trim(word, "0123456789") == "" {
		return []group{{whole, false}}
	}
	last := 0
	for _, at := range touching().FindAllStringIndex(word, -1) {
		if at[0] > last {
			all = append(all, group{span{whole.start + last, whole.start + at[0]}, true})
		}
		all = append(all, group{span{whole.start + at[0], whole.start + at[1]}, false})
		last = at[1]
	}
	if last < len(word) {
		all = append(all, group{span{whole.start + last, whole.end}, true})
	}
	return all
}

var touching = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\d{3,}`) })

// numberRuns returns the parts of a folded text that are digits and what may separate the
// digits of a number, each from its plus or first digit to its last digit.
func numberRuns(text string) (runs []span) {
	all, open := groups(text), false
	for i, g := range all {
		if g.word {
			open = false
			continue
		}
		from := 0
		if i > 0 {
			from = all[i-1].end
		}
		gap := text[from:g.start]
		plus := strings.LastIndexByte(gap, '+')
		if open && (plus < 0 || gap == "+") && !strings.ContainsFunc(gap, isBreak) && !strings.Contains(gap, " *") { // a plus may stand for a blank
			runs[len(runs)-1].end = g.end
			continue
		}
		open = true
		if plus >= 0 && !strings.ContainsFunc(gap[plus:], isBreak) {
			g.start = from + plus
		}
		runs = append(runs, g.span)
	}
	return runs
}

// parts are the expressions for what may stand at the ends of a run and is not of its
// number: the mark of a list, as in "2. 030 123456", the number in a name before it, a
// short number in brackets, the start of a note in brackets, and hours or an ordinal
// before what makes them so.
var parts = sync.OnceValue(func() (e struct{ mark, name, note, noteWithWords, words, hours, unit *regexp.Regexp }) {
	e.mark = regexp.MustCompile(`^([1-9]\d?)[.)]+ +\S`)
	e.name = regexp.MustCompile(`^([1-9]\d?) +\S`)
	e.note = regexp.MustCompile(`\d([^\d\n]*[(\[] ?)\d{1,3}$`)
	e.noteWithWords = regexp.MustCompile(`\d([^\d\n]*[(\[] ?)\d[^()\[\]\n]*$`)
	e.words = regexp.MustCompile(`^[^()\[\]\n]*\pL[^()\[\]\n]*[)\]]`)
	e.hours = regexp.MustCompile(`\d( +)\d{1,2}(?:\.\d\d)?(?: ?- ?\d{1,2}(?:\.\d\d)?)?$`)
	e.unit = regexp.MustCompile(`(?i)^(?: ?(?:uhr|h|hrs|hours|std|a\.?m|p\.?m|o'clock|heures|ore|horas|uur)(?:[^\pL\d]|$)|:\d\d|[.)] ?\pL)`)
	return e
})

// alwaysOpen is a way of writing that someone answers at any time.
const alwaysOpen = " 24/7"

// noteAt returns where a note that belongs to no number starts in a run, and where the
// number before it ends.
func (s *scanner) noteAt(run span) (end, start int, found bool) {
	text, behind := s.of(run), s.text[run.end:]
	at := parts().note.FindStringSubmatchIndex(text)
	if at == nil || !strings.ContainsAny(behind, ")]") {
		at = parts().noteWithWords.FindStringSubmatchIndex(text)
		if at == nil || !parts().words.MatchString(behind) {
			at = parts().hours.FindStringSubmatchIndex(text)
			if at != nil && !parts().unit.MatchString(behind) {
				at = nil
			}
		}
	}
	switch before, always := strings.CutSuffix(text, alwaysOpen); {
	case at != nil:
		return run.start + at[2], run.start + at[3], true
	case always:
		return run.start + len(before), run.start + len(before) + 1, true
	}
	return 0, 0, false
}

// markAt returns the ends of the number of a list or of a name before a run.
func (s *scanner) markAt(run span) []int {
	if at := parts().mark.FindStringSubmatchIndex(s.of(run)); at != nil {
		return at
	}
	before := strings.TrimRight(s.text[:run.start], " ")
	if last, _ := utf8.DecodeLastRuneInString(before); before == "" || !unicode.IsLetter(last) && last != '#' || s.isFormatted(run) {
		return nil
	}
	return parts().name.FindStringSubmatchIndex(s.of(run))
}

// isFormatted reports whether a run is a number as its country writes it, as "4 012345" is
// in Somalia: then its first digit is not that of a name.
func (s *scanner) isFormatted(run span) bool {
	n, err := Parse(s.of(run), s.region)
	return err == nil && n.FormatNational() == s.of(run)
}

// splitRun splits a run into the numbers that it has.
func (s *scanner) splitRun(run span) []span {
	text := s.of(run)
	if at := s.markAt(run); at != nil {
		mark, rest := span{run.start, run.start + at[3]}, span{run.start + at[1] - 1, run.end}
		rest.start += strings.IndexAny(s.of(rest), "0123456789")
		if s.complete(rest) && (s.startsWhole(rest) || !s.possible(run)) {
			return []span{mark, rest}
		}
	}
	if end, start, found := s.noteAt(run); found {
		number, note := span{run.start, end}, span{start, run.end}
		if s.complete(number) {
			return []span{number, note}
		}
	}
	if s.possible(run) {
		return []span{run}
	}
	for i, r := range text {
		if isWordRune(r) || i == 0 {
			continue
		}
		first, rest := span{run.start, run.start + i}, span{run.start + i, run.end}
		if r != '+' {
			rest.start += utf8.RuneLen(r)
		}
		if s.complete(first) && s.complete(rest) {
			return []span{first, rest}
		}
	}
	return []span{run}
}

// startsWhole reports whether a run starts with the prefix that only a whole number has.
func (s *scanner) startsWhole(run span) bool {
	return s.plan != nil && s.plan.isVariable() && s.plan.prefix != "" && s.complete(run)
}

// extensions are the expressions for an extension behind a number: with a label, whatever
// follows it; with a mark alone, if nothing follows.
var extensions = sync.OnceValue(func() (e struct{ labelled, marked, alone *regexp.Regexp }) {
	const label = `(?:e?xt(?:n|ensi(?:on|ón|o\x{301}n))?|x|int|interno|anexo|доб|durchwahl|nebenstelle|poste|ramal|toestel)`
	e.labelled = regexp.MustCompile(`(?i)^[ ,;.([-]*` + label + `[ .:=#-]*(\d{1,15})(?:[^\d\pL]|$)`)
	e.alone = regexp.MustCompile(`(?i)^[^\pL\d*+]*` + label + `?[^\pL\d*+]*(\d+(?:[ -]\d+)*)[^\pL\d*+]*$`)
	e.marked = regexp.MustCompile(`^ *[,;#~]+ ?(\d{1,15})[^\d\pL]*$`)
	return e
})

// extensionAt returns the extension with which text, the text behind a number, starts, and
// what follows it.
func extensionAt(text string) (extension, rest string) {
	for _, re := range []*regexp.Regexp{extensions().labelled, extensions().marked} {
		if at := re.FindStringSubmatchIndex(text); at != nil {
			return text[at[2]:at[3]], text[at[3]:]
		}
	}
	return "", text
}

// ReadExtension returns the digits of an extension, or of an id, that was typed or pasted
// as people write it: " 104", x104, ext. 104, with digits of any script.
//
// Errors are ErrNoNumber and *LetterError.
func ReadExtension(typed string) (digits string, err error) {
	s := &scanner{text: fold(typed)}
	if at := extensions().alone.FindStringSubmatch(s.text); at != nil {
		return Digits(at[1]), nil
	}
	for _, whole := range mixedGroups(s.text) {
		if _, letter := s.lookalike(whole); letter != 0 {
			return "", &LetterError{letter, lookalikes[letter], s.of(whole)}
		}
	}
	return "", ErrNoNumber
}

package phonenumber

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Found is the number in a text, and what else the text has. Nothing in a text is dropped
// or changed without being in a field.
type Found struct {
	Text      string   // the number alone, for Parse: digits and blanks, perhaps after a plus
	Extension string   // an extension behind the number
	Ignored   []string // what is not part of the number, such as "(Home)"
	Letters   string   // letters that stand for digits, such as "FLOWERS"
	Digits    string   // the digits that Letters stand for
}

// ErrTwoNumbers is an error of Find: the text has two different numbers.
var ErrTwoNumbers = errors.New("more than one phone number")

// Find finds the number in a text that was typed or pasted, with names, notes, quotes and
// URIs around it; region is as for Parse. Parse reads more letters as digits than a person
// can have meant, and drops others without a word; Find reads them as digits only where
// the digits alone are no number of the country and the whole is.
//
// Errors are ErrNoNumber, ErrTooLong, ErrTwoNumbers, *CodeError and *LetterError. Find does
// not check the number: Parse does.
func Find(typed, region string) (Found, error) {
	if len(typed) > maxInput {
		return Found{}, ErrTooLong
	}
	text := fold(unescape(typed))
	if strings.Contains(text, ";phone-context=") {
		return Found{Text: strings.TrimSpace(text)}, nil
	}
	text, host := withoutURI(text)
	s := scan(text, region)
	if err := s.obstacle(); err != nil {
		return Found{}, err
	}
	f, err := s.find()
	if host != "" && err == nil {
		f.Ignored = append(f.Ignored, host)
	}
	return f, err
}

// scanner looks for the number in a folded text.
type scanner struct {
	text   string
	region string
	plan   *plan // nil without a country
	runs   []span
}

// span is a part of the text, in bytes.
type span struct{ start, end int }

// of is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *scanner) of(p span) string { return s.text[p.start:p.end] }

func scan(text, region string) *scanner {
	s := &scanner{text: text, region: region, plan: countryPlan(region)}
	for _, run := range numberRuns(text) {
		s.runs = append(s.runs, s.splitRun(run)...)
	}
	return s
}

// find returns the number: the only complete run, or the runs together, or a run with
// letters for digits, or the longest run, of which Parse says what is missing.
func (s *scanner) find() (Found, error) {
	if len(s.runs) == 0 {
		return Found{}, ErrNoNumber
	}
	if f, ok := s.afterCode(); ok {
		return f, nil
	}
	if f, ok := s.serviceVanity(); ok {
		return f, nil
	}
	run, err := s.only(s.complete)
	if err != nil {
		return Found{}, err
	}
	if run == (span{}) {
		if f, ok := s.joined(); ok {
			return f, nil
		}
		if run, err = s.only(s.possible); err != nil {
			return Found{}, err
		}
	}
	if run == (span{}) {
		if f, ok := s.vanity(); ok {
			return f, nil
		}
		run = s.longest()
	}
	return s.found(run), nil
}

// found returns what there is when run is the number.
func (s *scanner) found(run span) Found {
	f := Found{Text: blanked(s.of(run))}
	before, after := s.without(span{0, run.start}, f.Text), s.without(span{run.end, len(s.text)}, f.Text)
	if strings.HasPrefix(after, "#") && !s.possible(run) { // 650 555 0142 12#
		if n, err := Parse(s.of(run)+"#", s.region); err == nil && n.Extension != "" {
			f.Extension, after = n.Extension, after[1:]
		}
	}
	if extension, rest := extensionAt(after); extension != "" {
		f.Extension, after = extension, rest
	}
	f.ignore(before)
	f.ignore(after)
	return f
}

// without returns a part of the text without the runs that are a number again.
func (s *scanner) without(part span, number string) string {
	n, err := Parse(number, s.region)
	text := s.of(part)
	for _, run := range s.runs {
		if err != nil || run.start < part.start || run.end > part.end {
			continue
		}
		if again, err := Parse(blanked(s.of(run)), s.region); err == nil && again == n {
			text = strings.Replace(text, s.of(run), strings.Repeat(" ", run.end-run.start), 1)
		}
	}
	return text
}

// only returns the one run for which is reports true, the first of several that are the
// same number, or no run.
func (s *scanner) only(is func(span) bool) (only span, err error) {
	number := ""
	for _, run := range s.runs {
		if !is(run) {
			continue
		}
		n, _ := Parse(blanked(s.of(run)), s.region)
		switch {
		case number == "":
			only, number = run, n.E164()
		case n.E164() != number:
			return span{}, ErrTwoNumbers
		}
	}
	return only, nil
}

// afterCode returns the number that a country code and the next run are, whatever is
// between them: "+1 (mobile) 650-555-0142". Without its code the second run may be another
// number.
func (s *scanner) afterCode() (Found, bool) {
	for i, run := range s.runs[:len(s.runs)-1] {
		next := s.runs[i+1]
		if !strings.HasPrefix(s.of(run), "+") || strings.HasPrefix(s.of(next), "+") || s.possible(run) {
			continue
		}
		f := s.found(next)
		f.Text, f.Ignored = blanked(s.of(run))+" "+f.Text, nil
		if isPossible(f.Text, s.region) {
			f.ignore(s.text[:run.start])
			f.ignore(s.text[run.end:next.start])
			f.ignore(s.text[next.end:])
			return f, true
		}
	}
	return Found{}, false
}

// joined returns the number that all runs are together, where only punctuation and a
// letter or two separate them.
func (s *scanner) joined() (Found, bool) {
	all := span{s.runs[0].start, s.runs[len(s.runs)-1].end}
	between := s.of(all)
	if len(s.runs) < 2 || countLetters(between) >= 3 || strings.LastIndexByte(between, '+') > 0 {
		return Found{}, false
	}
	f := Found{Text: blanked(between)}
	if !isPossible(f.Text, s.region) {
		return Found{}, false
	}
	f.ignore(s.text[:all.start])
	for i, run := range s.runs[1:] {
		f.ignore(s.text[s.runs[i].end:run.start])
	}
	f.ignore(s.text[all.end:])
	return f, true
}

func (s *scanner) longest() (longest span) {
	for _, run := range s.runs {
		if len(Digits(s.of(run))) > len(Digits(s.of(longest))) {
			longest = run
		}
	}
	return longest
}

// possible reports whether a run has as many digits as numbers of the country have.
func (s *scanner) possible(run span) bool { return isPossible(blanked(s.of(run)), s.region) }

// complete reports whether a run is a possible number and cannot be a part of one, or a
// number of something else. Where numbers have no fixed length, any few digits are
// possible; a number then has its country code or its national prefix.
func (s *scanner) complete(run span) bool {
	switch text := s.of(run); {
	case !s.possible(run):
		return false
	case strings.HasPrefix(text, "+"), s.plan == nil, !s.plan.isVariable(), s.plan.prefix == "":
		return true
	default:
		digits := Digits(text)
		_, international := s.plan.stripIDD(digits)
		return international || s.plan.stripPrefix(digits) != digits
	}
}

// isVariable reports whether the numbers of a country have no fixed length.
func (p *plan) isVariable() bool { return len(p.general.lengths) > 3 }

func isPossible(text, region string) bool {
	n, err := Parse(text, region)
	return err == nil && n.Extension == "" && n.Length() == Possible
}

// blanked returns the digits of a run with a blank for each group of other characters,
// after its plus.
func blanked(run string) string {
	words := strings.FieldsFunc(run, func(r rune) bool { return r < '0' || r > '9' })
	text := strings.Join(words, " ")
	if strings.HasPrefix(run, "+") {
		return "+" + text
	}
	return text
}

const maxIgnored = 40 // characters of an ignored part that are kept

// ignore adds a part of the text to what is ignored, without the punctuation around it. A
// part that is only punctuation is nothing.
func (f *Found) ignore(part string) {
	const around = " ,;:.-/\\<>\"'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u2039\u203a\u2022\u00b7*_=|~#&+?\u2026"
	part = strings.Trim(strings.Join(strings.Fields(part), " "), around)
	for _, pair := range []string{"()", "[]", "{}"} {
		if strings.Count(part, pair[:1]) != strings.Count(part, pair[1:]) {
			part = strings.Trim(part, pair+around)
		}
	}
	if !strings.ContainsFunc(part, isWordRune) {
		return
	}
	if utf8.RuneCountInString(part) > maxIgnored {
		part = string([]rune(part)[:maxIgnored-1]) + "\u2026"
	}
	f.Ignored = append(f.Ignored, part)
}

// isWordRune reports whether r is part of a word or a number, in any script.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func countLetters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

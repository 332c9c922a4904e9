package phonenumber

import "strings"

// vanity returns the number of which letters are digits, as in 1-800-FLOWERS. It is called
// when the digits alone are no number of the country. Words behind the number are left out
// one by one until the rest is a number.
func (s *scanner) vanity() (Found, bool) {
	groups := s.vanityGroups()
	if len(groups) < 2 || s.isLocal(s.runs[0]) {
		return Found{}, false
	}
	start := s.runs[0].start
	for last := len(groups) - 1; last > 0; last-- {
		whole := span{start, groups[last].end}
		if letters := s.lettersIn(groups[:last+1]); countLetters(letters) < 3 {
			break
		} else if s.isVanity(keypad(s.of(whole))) {
			return s.foundVanity(whole, letters), true
		}
	}
	return s.cutVanity(groups)
}

// vanityGroups are the first run and the words behind it that may be digits: of ASCII, and
// not in brackets.
func (s *scanner) vanityGroups() (all []group) {
	for _, g := range groups(s.text) {
		switch {
		case g.start < s.runs[0].start && g.end <= s.runs[0].start:
			continue
		case len(all) > 0 && strings.ContainsAny(s.text[all[len(all)-1].end:g.start], breaks+"+"),
			g.word && strings.ContainsAny(s.text[max(0, g.start-1):g.start], "(["),
			strings.ContainsFunc(s.of(g.span), func(r rune) bool { return r >= 0x80 }):
			return all
		}
		all = append(all, g)
	}
	return all
}

// lettersIn returns the text from the first word of groups to the last.
func (s *scanner) lettersIn(groups []group) string {
	all := span{-1, -1}
	for _, g := range groups {
		if g.word {
			all.end = g.end
			if all.start < 0 {
				all.start = g.start
			}
		}
	}
	if all.start < 0 {
		return ""
	}
	return s.of(all)
}

// isVanity reports whether a line can have the number that a text with letters stands for.
// Where numbers have no fixed length nearly every text is possible, so there it must be a
// number of a service.
func (s *scanner) isVanity(digits string) bool {
	n, err := Parse(digits, s.region)
	if err != nil || n.Length() != Possible {
		return false
	}
	_, kind := n.Classify()
	switch kind {
	case Unknown:
		return false
	case TollFree, Premium, SharedCost, Personal, Company:
		return true
	}
	p := mainPlan(n.Code)
	return p != nil && !p.isVariable()
}

// serviceVanity returns a vanity number of a country without fixed lengths, where the few
// digits before the letters would be possible: 0800 FLOWERS in Germany.
func (s *scanner) serviceVanity() (Found, bool) {
	if len(s.runs) > 1 || s.plan == nil || !s.plan.isVariable() {
		return Found{}, false
	}
	n, err := Parse(blanked(s.of(s.runs[0])), s.region)
	if err != nil || len(n.National) > 4 {
		return Found{}, false
	}
	if _, kind := n.Classify(); kind != Unknown {
		return Found{}, false
	}
	return s.vanity()
}

// cutVanity returns a toll-free number of which the last word is too long, as in
// 1-800-MATTRESS. In North America more letters are common, and are not dialled.
func (s *scanner) cutVanity(groups []group) (Found, bool) {
	letters := s.lettersIn(groups)
	if s.plan == nil || s.plan.code != 1 || !groups[len(groups)-1].word || strings.ContainsAny(letters, " ") || countLetters(letters) < 3 {
		return Found{}, false
	}
	whole := span{s.runs[0].start, groups[len(groups)-1].end}
	for ; whole.end > groups[len(groups)-1].start+3; whole.end-- {
		n, err := Parse(keypad(s.of(whole)), s.region)
		if err != nil {
			break
		}
		if _, kind := n.Classify(); kind == TollFree && n.Length() == Possible {
			return s.foundVanity(whole, strings.TrimSuffix(letters, s.text[whole.end:groups[len(groups)-1].end])), true
		}
	}
	return Found{}, false
}

func (s *scanner) foundVanity(whole span, letters string) Found {
	f := Found{Text: keypad(s.of(whole)), Letters: letters, Digits: Digits(keypad(letters))}
	after := s.text[whole.end:]
	if extension, rest := extensionAt(after); extension != "" {
		f.Extension, after = extension, rest
	}
	f.ignore(s.text[:whole.start])
	f.ignore(after)
	return f
}

// isLocal reports whether a run is a whole number without its area code.
func (s *scanner) isLocal(run span) bool {
	n, err := Parse(blanked(s.of(run)), s.region)
	return err == nil && n.Length() == Local && len(n.National) >= 7
}

// keypad returns a text with letters as the digits of their telephone keys, as blanked
// does.
func keypad(text string) string {
	return blanked(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			r -= 'a' - 'A'
			fallthrough
		case r >= 'A' && r <= 'Z':
			return rune(letterKeys[r-'A'])
		}
		return r
	}, text))
}

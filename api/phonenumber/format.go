package phonenumber

import (
	"regexp"
	"strconv"
	"sync"
)

// FormatInternational returns the number as it is written for people in other
// countries, such as +44 20 7946 0958.
func (n Number) FormatInternational() string {
	p := mainPlan(n.Code)
	if p == nil {
		return n.National
	}
	layouts := p.international
	if len(layouts) == 0 {
		layouts = p.national
	}
	text := n.National
	if l, ok := layoutFor(layouts, n.National); ok {
		text = compile(l.digits).ReplaceAllString(n.National, l.groups)
	}
	return "+" + strconv.Itoa(n.Code) + " " + text
}

// FormatNational returns the number as it is written in its own country, such as
// 020 7946 0958.
func (n Number) FormatNational() string {
	p := mainPlan(n.Code)
	if p == nil {
		return n.National
	}
	l, ok := layoutFor(p.national, n.National)
	if !ok {
		return n.National
	}
	groups := l.groups
	if i := firstGroup().FindStringIndex(groups); l.rule != "" && i != nil {
		groups = groups[:i[0]] + l.rule + groups[i[1]:]
	}
	return compile(l.digits).ReplaceAllString(n.National, groups)
}

var firstGroup = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\d`) })

// layoutFor returns the first layout that is for a national number.
func layoutFor(layouts []layout, national string) (layout, bool) {
	for _, l := range layouts {
		if (l.leading == "" || matchesStart(l.leading, national)) && matches(l.digits, national) {
			return l, true
		}
	}
	return layout{}, false
}

package phonenumber

import (
	"regexp"
	"strconv"
	"sync"
)

// Abroad is the number as it is written for people in other countries, such as
// +44 20 7946 0958.
func (n Number) Abroad() string {
	p := mainPlan(n.Code)
	if p == nil {
		return n.National
	}
	layouts := p.abroad
	if len(layouts) == 0 {
		layouts = p.national
	}
	text := n.National
	if l, ok := layoutFor(layouts, n.National); ok {
		text = pattern(l.digits).ReplaceAllString(n.National, l.groups)
	}
	return "+" + strconv.Itoa(n.Code) + " " + text
}

// AtHome is the number as it is written in its own country, such as
// 020 7946 0958.
func (n Number) AtHome() string {
	p := mainPlan(n.Code)
	if p == nil {
		return n.National
	}
	l, ok := layoutFor(p.national, n.National)
	if !ok {
		return n.National
	}
	groups := l.groups
	if at := firstGroup().FindStringIndex(groups); l.rule != "" && at != nil {
		groups = groups[:at[0]] + l.rule + groups[at[1]:]
	}
	return pattern(l.digits).ReplaceAllString(n.National, groups)
}

var firstGroup = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\d`) })

func layoutFor(layouts []layout, national string) (layout, bool) {
	for _, l := range layouts {
		if (l.leading == "" || starts(l.leading, national)) && whole(l.digits, national) {
			return l, true
		}
	}
	return layout{}, false
}

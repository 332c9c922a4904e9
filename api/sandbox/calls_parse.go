package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// callParts maps the names in a call specification to their setters.
var callParts = map[string]func(p *CallPlan, value string) error{
	"extension": func(p *CallPlan, v string) error { p.Extension = v; return nil },
	"name":      func(p *CallPlan, v string) error { p.Name = v; return nil },
	"number": func(p *CallPlan, v string) error {
		if p.Number = normalize(v); p.Number == "" {
			return fmt.Errorf("want a phone number such as +12125550187")
		}
		return nil
	},
	"flip": func(p *CallPlan, v string) error {
		if len(v) != 1 || v < "1" || v > "8" {
			return fmt.Errorf("want a flip digit from 1 to 8")
		}
		p.Flip = int(v[0] - '0')
		return nil
	},
	"after": duration(func(p *CallPlan, d time.Duration) { p.After = d }),
	"rings": duration(func(p *CallPlan, d time.Duration) { p.Rings = d }),
	"lasts": duration(func(p *CallPlan, d time.Duration) { p.Lasts = d }),
}

// ParseCall reads a call specification such as "in,after=5s,rings=4s,lasts=2m"
// or "out,number=+12125550187,name=Riley Moss". The first part is in or out;
// the parts unanswered and both have no value. A call rings for four seconds unless the
// specification has rings.
func ParseCall(spec string) (CallPlan, error) {
	p := CallPlan{Rings: 4 * time.Second}
	for i, part := range strings.Split(spec, ",") {
		if err := p.set(i, strings.TrimSpace(part)); err != nil {
			return CallPlan{}, fmt.Errorf("call: part %q: %w (known: in or out, then extension, number, name, after, rings, unanswered, lasts, flip, both)", part, err)
		}
	}
	if p.Both && p.Flip == 0 {
		return CallPlan{}, fmt.Errorf("call: %q has both and no flip", spec)
	}
	if p.Name != "" && p.Number == "" {
		return CallPlan{}, fmt.Errorf("call: %q has a name and no number", spec)
	}
	return p, nil
}

func (p *CallPlan) set(i int, part string) error {
	if i == 0 {
		p.Outbound = part == "out"
		if part != "in" && part != "out" {
			return fmt.Errorf("want in or out")
		}
		return nil
	}
	switch part {
	case "unanswered":
		p.Unanswered = true
		return nil
	case "both":
		p.Both = true
		return nil
	}
	name, value, _ := strings.Cut(part, "=")
	set := callParts[name]
	if set == nil || value == "" {
		return fmt.Errorf("unknown, or no value")
	}
	return set(p, value)
}

func duration(set func(*CallPlan, time.Duration)) func(*CallPlan, string) error {
	return func(p *CallPlan, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return fmt.Errorf("want a duration such as 5s")
		}
		set(p, d)
		return nil
	}
}

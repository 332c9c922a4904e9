package ui

import "rcfwd/api"

// ringLengths remembers how long steps rang before they were switched off, for the
// service forgets it where it leaves such steps out of a rule.
type ringLengths map[string]int

// switchStep switches a step of r off, or on again with the length that it had.
func (l ringLengths) switchStep(r *api.Rule, step int) (api.Rule, error) {
	next, err := r.Switch(step)
	if err != nil || r.Unit != api.InRings {
		return next, err
	}
	s := &next.Steps[step]
	for _, t := range s.Targets {
		at := r.ID + "/" + t.ID
		if !s.On {
			l[at] = s.Length
		} else if had, ok := l[at]; ok {
			s.Length = had
		}
	}
	return next, nil
}

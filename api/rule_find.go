package api

// FindStep returns the step that has most of the targets of another one, such as the
// same step after it was moved, joined or split; -1 when no step has any of them. Of
// several, it returns the one that is nearest to the index near.
func (r *Rule) FindStep(like Step, near int) int {
	found, most := -1, 0
	for i, s := range r.Steps {
		n := s.shared(like)
		if n > most || n > 0 && n == most && distance(i, near) < distance(found, near) {
			found, most = i, n
		}
	}
	return found
}

func distance(a, b int) int { return max(a-b, b-a) }

// shared counts the targets of like that s has.
func (s Step) shared(like Step) int {
	n := 0
	for _, t := range like.Targets {
		for _, have := range s.Targets {
			if have.isSame(&t) {
				n++
				break
			}
		}
	}
	return n
}

// isSame reports whether t and other are the same target. A number that was removed and
// restored has another id.
func (t *Target) isSame(other *Target) bool {
	return t.key() == other.key() || t.Kind == NumberTarget && other.Kind == NumberTarget && t.Phone != "" && t.Phone == other.Phone
}

// Silent reports whether nothing rings in the rule, neither a step nor an app: its calls
// go to NoAnswer or Destination at once. It is false for a mode that this version does
// not know.
func (r *Rule) Silent() bool {
	line := r.Timeline()
	return len(line) == 1 && line[0].Step == EndSpan
}

// Ending returns where calls of the rule go that no one answers; at once in a Silent rule.
func (r *Rule) Ending() Fallback {
	if r.Mode == NoRinging {
		return r.Destination
	}
	return r.NoAnswer
}

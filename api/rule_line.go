package api

// Span is one stretch of a time line.
type Span struct {
	From, To int      // seconds after the call came in
	Who      []string // who rings, or for the last one what happens then
	Step     int      // index in Rule.Steps; -1 for the apps apart from them, -2 for the end
}

// The values of Span.Step that are no step.
const (
	AppsSpan = -1
	EndSpan  = -2
)

// Timeline says who rings when, one span for each step that rings and one for
// the apps that ring apart from them, by their beginning; spans may overlap. The
// last one has no length and says what happens when nobody has answered.
func (r Rule) Timeline() []Span { return nil }

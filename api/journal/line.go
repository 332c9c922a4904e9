package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// version is what this package writes. It reads later ones as far as it
// understands them.
const version = 2

// Event is what a line tells.
type Event string

// The events. A settlement is an outcome that was found out later.
const (
	intentEvent     Event = "intent"
	OutcomeEvent    Event = "outcome"
	SettlementEvent Event = "settlement"
)

// line is a line of a journal. The package comment describes its fields.
type line struct {
	V     int       `json:"v"`
	Event Event     `json:"event"`
	ID    string    `json:"id"`
	Time  time.Time `json:"time"`

	Who        *Actor          `json:"who,omitempty"`
	Profile    string          `json:"profile,omitempty"`
	Server     string          `json:"server,omitempty"`
	Account    string          `json:"account,omitempty"`
	Extension  string          `json:"extension,omitempty"`
	Op         Op              `json:"op,omitempty"`
	Before     []Record        `json:"before,omitempty"`
	Want       []Record        `json:"want,omitempty"`
	RuleBefore *RuleRecord     `json:"ruleBefore,omitempty"`
	RuleWant   *RuleRecord     `json:"ruleWant,omitempty"`
	Lines      []string        `json:"lines,omitempty"`
	Rang       []RuleRecord    `json:"rang,omitempty"`
	From       []api.Feature   `json:"from,omitempty"`
	Had        []string        `json:"had,omitempty"`
	Method     string          `json:"method,omitempty"`
	Path       string          `json:"path,omitempty"`
	Body       json.RawMessage `json:"body,omitempty"`
	Undoes     string          `json:"undoes,omitempty"`
	Redoes     string          `json:"redoes,omitempty"`
	For        []string        `json:"for,omitempty"`
	More       bool            `json:"more,omitempty"`
	Docs       []DocRecord     `json:"docs,omitempty"`

	Outcome   Outcome     `json:"outcome,omitempty"`
	After     []Record    `json:"after,omitempty"`
	RuleAfter *RuleRecord `json:"ruleAfter,omitempty"`
	Code      string      `json:"code,omitempty"`
	Message   string      `json:"message,omitempty"`
	Request   string      `json:"request,omitempty"`

	text string // as it was read, with its line feed
}

// encode returns the line with its line feed. Labels keep < and &, since people read
// journals too.
func (l line) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(l)
	return b.Bytes(), err
}

var errNoEvent = errors.New("it has no event or no id")

// decode reads a line. It cleans the texts, since a file may have been altered.
func decode(raw []byte) (line, error) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return line{}, fmt.Errorf("it is not a whole JSON object: %s", rest.Clean(err.Error()))
	}
	if l.Event == "" || l.ID == "" {
		return line{}, errNoEvent
	}
	l.Message, l.Method, l.Path = rest.Clean(l.Message), rest.Clean(l.Method), rest.Clean(l.Path)
	if l.Body != nil {
		l.Body = rest.EscapeJSON(l.Body)
	}
	for _, records := range [][]Record{l.Before, l.Want, l.After} {
		for i := range records {
			records[i].clean()
		}
	}
	for _, r := range []*RuleRecord{l.RuleBefore, l.RuleWant, l.RuleAfter} {
		r.clean()
	}
	for i := range l.Rang {
		l.Rang[i].clean()
	}
	for i := range l.Docs {
		l.Docs[i].clean()
	}
	for i, text := range l.Lines {
		l.Lines[i] = rest.Clean(text)
	}
	if l.Who != nil {
		l.Who.Name, l.Who.Number = rest.Clean(l.Who.Name), rest.Clean(l.Who.Number)
	}
	return l, nil
}

// clean cleans every text that is shown, which rawLabel is not.
func (r *Record) clean() {
	r.Phone, r.Label, r.Flip = rest.Clean(r.Phone), rest.Clean(r.Label), rest.Clean(r.Flip)
	r.Type = api.Type(rest.Clean(string(r.Type)))
	for i, f := range r.Features {
		r.Features[i] = api.Feature(rest.Clean(string(f)))
	}
	for i, p := range r.Rings {
		r.Rings[i].Name, r.Rings[i].As = rest.Clean(p.Name), rest.Clean(p.As)
	}
}

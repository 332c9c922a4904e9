package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
	"rcfwd/ui/cli/output"
)

// The numbers of an extension, as screen 1 shows and changes them.

// numberRow is a number with what is known of it beside its record.
type numberRow struct {
	api.Number
	snapshot api.Snapshot
	hash     string
	rings    []ringRow // nil when it is not known
}

func numberList() output.List {
	return output.List{Unit: "number", Key: "id", Fields: []output.Field{
		{Name: "flipNumber", Kind: output.Text, Title: "Flip", Help: "Flip digit, from 1 to 8.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.Flip) })},
		{Name: "label", Kind: output.Text, Title: "Label", Help: "Name of the number.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.exact("label", n.Label)) })},
		{Name: "type", Kind: output.Text, Title: "Type", Help: "Phone type: Home, Mobile, Work, PhoneLine, Other or another that the service names.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.exact("type", string(n.Type))) })},
		{Name: "phoneNumber", Kind: output.Text, Title: "Number", Help: "Telephone number in E.164.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.Phone) })},
		{Name: "features", Kind: output.Array, Title: "Used for", Help: "What it is used for: CallForwarding, CallFlip.",
			Value: output.Of(func(n *numberRow) any { return stringsOf(n.Features) })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "Id of the number; opaque.",
			Value: output.Of(func(n *numberRow) any { return n.ID })},
		{Name: "deviceId", Kind: output.Text, Help: "Id of the device of a PhoneLine.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.DeviceID) })},
		{Name: "rings", Kind: output.Array, Help: "Rules that ring it: id, name, step (from 1) and enabled; null when the rules could not be read.",
			Value: output.Of(func(n *numberRow) any { return orNullList(n.rings) }), Show: output.Shown(func(n *numberRow) string { return ringWords(n.rings) })},
		{Name: "hash", Kind: output.Text, Help: "SHA-256 of its stored record and of the rules that ring it, for --if-unchanged; null when the rules could not be read.",
			Value: output.Of(func(n *numberRow) any { return orNull(n.hash) })},
		{Name: "readAt", Kind: output.Time, Help: "When it was read.",
			Value: output.Of(func(n *numberRow) any { return n.snapshot.At.Truncate(time.Second) })},
	}}
}

// ringRow is a rule that rings a number.
type ringRow struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Step    int    `json:"step"`
	Enabled bool   `json:"enabled"`
}

// ringWords name the rules that ring a number.
func ringWords(rings []ringRow) string {
	names := make([]string, 0, len(rings))
	for _, r := range rings {
		name := fmt.Sprintf("%s (step %d)", r.Name, r.Step)
		if !r.Enabled {
			name = fmt.Sprintf("%s (step %d, off)", r.Name, r.Step)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// ringsOf returns the rules that ring a number; nil when they were not read.
func (s *session) ringsOf(n *api.Number) []ringRow {
	if s.snapshot.Rules == nil {
		return nil
	}
	rows := []ringRow{}
	for _, u := range api.UsesOf(api.RingingRules(s.snapshot.Rules), n) {
		rows = append(rows, ringRow{u.Rule.ID, u.Rule.Name, u.Step + 1, u.On()})
	}
	return rows
}

// exact returns a text as the service sent it, where the Number holds it cleaned.
func (n *numberRow) exact(field, clean string) string {
	if o, is := jsonobj.Read(n.Stored()); is && o.Str(field) != "" {
		return o.Str(field)
	}
	return clean
}

// orNull is a text, or null for an empty one.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// orNullList is a list, or null for one that is not known.
func orNullList[T any](all []T) any {
	if all == nil {
		return nil
	}
	return all
}

func stringsOf[S ~string](all []S) any {
	if all == nil {
		return nil
	}
	texts := make([]string, 0, len(all))
	for _, s := range all {
		texts = append(texts, string(s))
	}
	return texts
}

// The app scopes that commands need (dossier section 6).
const (
	readScopes = "ReadAccounts"
	editScopes = "ReadAccounts and EditExtensions"
	noScopes   = "none"
)

func listNumbers(ctx context.Context, i *invocation) error {
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	if err := s.read(ctx, api.Need{Numbers: true, Rules: i.printing.wants("rings", "hash")}); err != nil {
		return err
	}
	return printAll(i, numberList(), s.numberRows(s.snapshot.Numbers))
}

func showNumber(ctx context.Context, i *invocation) error {
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	if err := s.read(ctx, api.Need{Numbers: true, Rules: true}); err != nil {
		return err
	}
	n, err := s.number(ctx, i.args[0])
	if err != nil {
		return err
	}
	return printOne(i, numberList(), new(s.numberRow(&n)))
}

func (s *session) numberRows(numbers []api.Number) []numberRow {
	rows, hashes := make([]numberRow, len(numbers)), s.snapshot.NumberHashes(numbers...)
	for i, n := range numbers {
		rows[i] = numberRow{Number: n, snapshot: s.snapshot, hash: hashes[i], rings: s.ringsOf(&n)}
	}
	return rows
}

func (s *session) numberRow(n *api.Number) numberRow { return s.numberRows([]api.Number{*n})[0] }

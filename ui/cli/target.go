package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/phonenumber"
)

// What who-forwards-to looks for, as people call it.

// target is what one word means.
type target struct {
	kind, text string // kind is a prefix, or empty
}

// targetKinds are the prefixes that force a kind.
var targetKinds = []string{"number", "ext", "id", "name", "device"}

func readTarget(text string) target {
	if kind, rest, found := strings.Cut(text, ":"); found && slices.Contains(targetKinds, strings.ToLower(kind)) {
		return target{strings.ToLower(kind), strings.TrimSpace(rest)}
	}
	return target{"", text}
}

// maxShort is the largest number of digits of an extension number.
const maxShort = 8

// mayBePhone reports whether the target is a telephone number unless the index has an
// extension or a device of that name.
func (t target) mayBePhone() bool { return t.kind == "" || t.kind == "number" }

// isPhone reports whether the target can only be a telephone number.
func (t target) isPhone() bool {
	return t.kind == "number" || t.kind == "" && strings.HasPrefix(t.text, "+")
}

// query returns what to look for. A number with its country code is all that it needs; for
// other targets it looks into the index.
func (q *inquiry) query(ctx context.Context, texts []string) (query index.Query, err error) {
	query.Scope, query.Since = q.scope, q.since
	var heads []index.Head
	for _, text := range texts {
		t := readTarget(text)
		if !t.isPhone() && heads == nil {
			if heads, err = q.index.Heads(); err != nil {
				return query, err
			}
		}
		if err := q.add(ctx, &query, t, heads); err != nil {
			return query, fmt.Errorf("%s: %w", text, err)
		}
	}
	return query, nil
}

// add adds a target to a query.
func (q *inquiry) add(ctx context.Context, query *index.Query, t target, heads []index.Head) error {
	if t.kind == "device" {
		query.Devices = append(query.Devices, t.text)
		return nil
	}
	found, err := t.extension(heads)
	switch {
	case err != nil:
		return err
	case found != "":
		return q.addExtension(query, found)
	case !t.mayBePhone():
		return &api.NotFoundError{What: "extension", Text: t.text}
	}
	phone, err := q.phone(ctx, t.text)
	if err != nil {
		if t.kind == "" && strings.Trim(t.text, "0123456789") == "" { // ids have digits alone
			query.Devices = append(query.Devices, t.text)
			return nil
		}
		return err
	}
	query.Phones = append(query.Phones, phone)
	return nil
}

// extension returns the id of the extension that the target means; empty for none.
func (t target) extension(heads []index.Head) (id string, err error) {
	var found []index.Head
	for _, fits := range []func(*index.Head) bool{
		func(h *index.Head) bool {
			return (t.kind == "" && len(t.text) <= maxShort || t.kind == "ext") && h.Number == t.text
		},
		func(h *index.Head) bool { return (t.kind == "" || t.kind == "id") && h.ID == t.text },
		func(h *index.Head) bool {
			return (t.kind == "" || t.kind == "name") && strings.EqualFold(h.Name, t.text)
		},
	} {
		for i := range heads {
			if fits(&heads[i]) {
				found = append(found, heads[i])
			}
		}
		if len(found) > 0 {
			break
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0].ID, nil
	}
	several := &api.AmbiguousError{What: "extension", Text: t.text}
	for _, h := range found {
		several.Candidates = append(several.Candidates, "id:"+h.ID)
	}
	return "", several
}

// addExtension adds an extension with its own numbers and devices, as far as the index knows
// them.
func (q *inquiry) addExtension(query *index.Query, id string) error {
	r, _, err := q.index.Reading(id)
	query.Extensions = append(query.Extensions, id)
	query.Phones = append(query.Phones, r.Numbers...)
	query.Devices = append(query.Devices, r.Devices...)
	return err
}

// phone reads a telephone number.
func (q *inquiry) phone(ctx context.Context, text string) (string, error) {
	region := q.to.Region
	if region == "" && !q.is("cached") && !strings.HasPrefix(text, "+") {
		home, err := q.region(ctx)
		if err != nil {
			return "", err
		}
		region = home
	}
	n, err := phonenumber.Parse(text, region)
	return n.E164(), err
}

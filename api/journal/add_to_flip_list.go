package journal

import (
	"context"
	"strconv"

	"rcfwd/api"
)

// addToFlipList puts a number into the flip list. It is only ever planned.
type addToFlipList struct {
	number Record // how it should be there
	link   link
}

func (g addToFlipList) linked(l link) Write { g.link = l; return g }
func (g addToFlipList) aboutRule() bool     { return false }
func (g addToFlipList) check() error        { return nil }

// ready compares nothing, as no person saw the number.
func (g addToFlipList) ready(_ context.Context, _ Service, now []api.Number) (task, error) {
	n := api.NewNumber{Type: api.Other, Phone: g.number.Phone, Label: g.number.sentLabel(), CallHandling: api.V2}
	n.Flip, _ = strconv.Atoi(g.number.Flip)
	t := newTask(OpCreate, g.link, nil, []Record{recordOfRequest(n)})
	for _, n := range now {
		t.entry.had = append(t.entry.had, n.ID)
	}
	t.entry.place(n, now)
	t.already = len(t.entry.Before) > 0 && t.entry.Before[0].has(api.CallFlip)
	t.send = func(ctx context.Context, b Service) reply { return answered(b.AddFlip(ctx, n, g.number.Stored)) }
	return t, nil
}

package sweep

import (
	"cmp"
	"context"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// user reads the numbers and the rules of a user, on the call handling that the account was
// last found to be on. One that turns out to be on the other is read there as a whole.
func (r *reading) user(ctx context.Context) error {
	if code := r.refusal(r.Class); code != "" {
		numbers, _ := partNames(r.client.KnownCallHandling())
		r.NotRead = append(r.NotRead, index.Gap{What: numbers, Code: code}, index.Gap{What: "rules", Code: code})
		return nil
	}
	h := r.client.KnownCallHandling()
	if h == "" {
		h = api.V1 // until CMN-468 says otherwise
	}
	parts, err := r.parts(ctx, h)
	if is := r.client.KnownCallHandling(); is != "" && is != h && err == nil {
		h = is
		parts, err = r.parts(ctx, h)
	}
	if err != nil {
		return err
	}
	return r.take(h, parts)
}

// parts are the answers about a user, each with its own error.
type parts struct {
	numbers, rules       api.Snapshot
	numbersErr, rulesErr error
	forwardAll           *api.Rule
	forwardAllErr        error
}

// parts reads everything side by side. The error is ctx's.
func (r *reading) parts(ctx context.Context, h api.CallHandling) (*parts, error) {
	p, base := &parts{}, api.Snapshot{CallHandling: h}
	_ = atOnce(
		func() error { p.numbers, p.numbersErr = r.client.Read(ctx, &base, api.Need{Digits: true}); return nil },
		func() error { p.rules, p.rulesErr = r.client.Read(ctx, &base, api.Need{Rules: true}); return nil },
		func() error {
			if h == api.V1 {
				p.forwardAll, p.forwardAllErr = r.client.ForwardAllSetting(ctx)
			}
			return nil
		},
	)
	return p, ctx.Err()
}

// partNames are what gaps call the numbers, and the rules that may be hidden while others
// are shown.
func partNames(h api.CallHandling) (numbers, rules string) {
	if h == api.V2 {
		return "flip numbers", "custom rules"
	}
	return "numbers", "rules"
}

// take makes uses and gaps of the answers.
func (r *reading) take(h api.CallHandling, p *parts) error {
	numbers, rules := partNames(h)
	err := cmp.Or(r.gap(numbers, p.numbersErr), r.gap("rules", p.rulesErr), r.gap(rules, p.rules.RulesRefused), r.gap("forward-all", p.forwardAllErr))
	if err != nil {
		return err
	}
	r.noteRefusal(p)
	r.unread(numbers, p.numbers.UnreadNumbers)
	r.unread("rules", p.rules.UnreadRules)
	r.CallHandling = h
	all := p.rules
	all.Numbers, all.ForwardAll = p.numbers.Numbers, p.forwardAll
	r.Uses = r.owners.of(&all)
	return nil
}

// manyRefused is how many users of whom nothing may be read mean that none but the
// signed-in one may be.
const manyRefused = 5

// noteRefusal counts users of whom nothing may be read. After many, the others are not asked
// for: the role of the signed-in user does not reach them.
func (r *reading) noteRefusal(p *parts) {
	refused := rest.Is(p.numbersErr, noScope...) && rest.Is(p.rulesErr, noScope...)
	r.mu.Lock()
	if refused {
		r.hidden++
	} else {
		r.shown++
	}
	many := refused && r.hidden >= manyRefused && r.shown <= 1 // the signed-in one
	r.mu.Unlock()
	if many {
		r.refuse(r.Class, r.NotRead[0].Code)
	}
}

// noScope are the codes for a role that does not reach other users (dossier section 6).
var noScope = []string{"CMN-419", "CMN-408", "CMN-401"}

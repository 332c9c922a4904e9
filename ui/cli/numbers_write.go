package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rcfwd/api"
	"rcfwd/api/change"
)

// The changes of numbers.

// openForNumbers opens the extension for a change of its numbers.
func (i *invocation) openForNumbers(ctx context.Context) (*session, error) {
	s, err := i.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.permitted(ctx, api.PermissionEditNumbers); err != nil {
		return nil, err
	}
	s.hashNeed = api.Need{Numbers: true, Rules: true}
	return s, s.read(ctx, api.Need{Numbers: true, Rules: s.needsRules()})
}

// needsRules reports whether a change of numbers needs the rules, which cost a request of a
// tighter limit: for a question, which says what falls silent, or for what is compared or
// printed.
func (s *session) needsRules() bool {
	return !s.writing.yes || s.writing.ifUnchanged != "" || len(s.all("rule")) > 0 || s.flag("rule") != "" || s.printing.wants("rings", "hash")
}

func addNumber(ctx context.Context, i *invocation) error {
	if (len(i.args) == 1) == (i.flag("device") != "") {
		return asUsage(errors.New("name a telephone number, or a device with --device"), i.cmd)
	}
	n, err := i.newNumber()
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.openForNumbers(ctx)
	if err != nil {
		return err
	}
	if n.CallHandling = s.snapshot.CallHandling; len(i.args) == 1 {
		if n.Phone, err = s.phone(ctx, i.args[0]); err != nil {
			return err
		}
	}
	if n.Rules, err = s.rulesToRing(); err != nil {
		return err
	}
	result, err := s.do(ctx, change.Create{Number: n}, nil)
	if err != nil {
		return err
	}
	return s.printNumbers(true, s.added(&result, &n)...)
}

// rulesToRing are the ids of the rules that should ring a new number.
func (s *session) rulesToRing() (ids []string, err error) {
	for _, name := range s.all("rule") {
		r, err := s.snapshot.FindRule(name)
		switch {
		case err != nil:
			return nil, err
		case !s.snapshot.Capabilities().RulesInForm:
			return nil, fmt.Errorf("on legacy call handling no rule rings a number before it is in the list. Nothing was sent. Leave --rule out, and then use rcfwd rules step add %s NUMBER", quoted(r.ID))
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// newNumber reads the flags of a new number.
func (i *invocation) newNumber() (n api.NewNumber, err error) {
	n = api.NewNumber{Label: i.flag("label"), DeviceID: i.flag("device")}
	kind := cmp.Or(strings.ToLower(i.flag("type")), map[bool]string{true: "line", false: "other"}[n.DeviceID != ""])
	types := map[string]api.Type{"other": api.Other, "home": api.Home, "mobile": api.Mobile, "work": api.Work, "line": api.PhoneLine}
	var known bool
	if n.Type, known = types[kind]; !known {
		return n, fmt.Errorf("--type %s: use other, home, mobile, work or line", i.flag("type"))
	}
	if i.given("flip") {
		digit, err := readDigit(i.flag("flip"))
		if err != nil {
			return n, err
		}
		n.NoDigit = digit == ""
		n.Flip, _ = strconv.Atoi(digit)
	}
	return n, nil
}

// readDigit reads a flip digit; "none" is the empty one.
func readDigit(text string) (string, error) {
	switch {
	case text == "none":
		return "", nil
	case len(text) == 1 && text >= "1" && text <= "8":
		return text, nil
	}
	return "", fmt.Errorf("--flip %s: use a digit from 1 to 8, or none", text)
}

// phone reads a telephone number as people of the extension's country type it.
func (s *session) phone(ctx context.Context, typed string) (string, error) {
	region, err := s.region(ctx)
	if err != nil {
		return "", err
	}
	p, err := api.ReadPhone(typed, region)
	if err != nil {
		return "", fmt.Errorf("%s: %w", typed, err)
	}
	return p.E164, nil
}

// added is the number that was added, or the one that was there already.
func (s *session) added(r *change.Result, n *api.NewNumber) []api.Number {
	if len(r.Entry.After) > 0 {
		if got, ok := s.snapshot.Number(r.Entry.After[0].ID, n.Phone); ok {
			return []api.Number{got}
		}
	}
	got, _ := s.snapshot.Number("", n.Phone)
	return []api.Number{got}
}

// printNumbers prints numbers as they are now.
func (s *session) printNumbers(one bool, numbers ...api.Number) error {
	rows := s.numberRows(numbers)
	if one {
		return printOne(s.invocation, numberList(), &rows[0])
	}
	return printAll(s.invocation, numberList(), rows)
}

func setNumber(ctx context.Context, i *invocation) error {
	if !i.given("number") && !i.given("label") && !i.given("flip") {
		return asUsage(errors.New("say what to change: --number, --label or --flip"), i.cmd)
	}
	var want api.Change
	if i.given("flip") {
		digit, err := readDigit(i.flag("flip"))
		if err != nil {
			return asUsage(err, i.cmd)
		}
		want.Flip = &digit
	}
	s, err := i.openForNumbers(ctx)
	if err != nil {
		return err
	}
	n, err := s.number(ctx, i.args[0])
	if err != nil {
		return err
	}
	if i.given("number") {
		phone, err := s.phone(ctx, i.flag("number"))
		if err != nil {
			return err
		}
		want.Phone = &phone
	}
	if label := i.flag("label"); i.given("label") {
		want.Label = &label
	}
	if _, err := s.do(ctx, change.Update{Seen: n, Want: want}, hashOfNumber(&n)); err != nil {
		return err
	}
	now, _ := api.Current(s.snapshot.Numbers, new(want.Of(&n)))
	return s.printNumbers(true, now)
}

// hashOfNumber returns the function of --if-unchanged for a number.
func hashOfNumber(was *api.Number) func(api.Snapshot) string {
	n := *was
	return func(now api.Snapshot) string {
		is, there := now.Number(n.ID, "")
		if !there {
			return ""
		}
		return now.NumberHash(&is)
	}
}

func removeNumbers(ctx context.Context, i *invocation) error {
	from, err := removedFrom(i.flag("from"))
	if err != nil {
		return asUsage(err, i.cmd)
	}
	s, err := i.openForNumbers(ctx)
	if err != nil {
		return err
	}
	var seen []api.Number
	for _, which := range i.args {
		n, err := s.number(ctx, which)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(seen, func(o api.Number) bool { return o.ID == n.ID }) {
			seen = append(seen, n)
		}
	}
	var hash func(api.Snapshot) string
	if len(seen) == 1 {
		hash = hashOfNumber(&seen[0])
	}
	was := s.numberRows(seen)
	if i.flag("rule") != "" {
		return s.removeFromRule(ctx, seen, hash)
	}
	if _, err := s.do(ctx, change.Remove{Seen: seen, From: from}, hash); err != nil {
		return err
	}
	return printAll(i, numberList(), was)
}

// removedFrom reads --from; all is no feature.
func removedFrom(text string) ([]api.Feature, error) {
	switch text {
	case "", "all":
		return nil, nil
	case "rules":
		return []api.Feature{api.CallForwarding}, nil
	case "flip":
		return []api.Feature{api.CallFlip}, nil
	}
	return nil, fmt.Errorf("--from %s: use rules, flip or all", text)
}

// removeFromRule takes numbers out of one rule alone.
func (s *session) removeFromRule(ctx context.Context, numbers []api.Number, hash func(api.Snapshot) string) error {
	saw, err := s.snapshot.FindRule(s.flag("rule"))
	if err != nil {
		return err
	}
	want := saw
	for _, n := range numbers {
		if want, err = want.RemoveNumber(&n); err != nil {
			return err
		}
	}
	was := s.numberRows(numbers)
	if _, err := s.do(ctx, change.UpdateRule{Saw: saw, Want: want}, hash); err != nil {
		return err
	}
	return printAll(s.invocation, numberList(), was)
}

func swapNumbers(ctx context.Context, i *invocation) error {
	s, err := i.openForNumbers(ctx)
	if err != nil {
		return err
	}
	a, err := s.number(ctx, i.args[0])
	if err != nil {
		return err
	}
	b, err := s.number(ctx, i.args[1])
	if err != nil {
		return err
	}
	if b.Flip == "" {
		a, b = b, a // the one without a digit takes that of the other
	}
	if _, err := s.do(ctx, change.Swap{A: a, B: b}, nil); err != nil {
		return err
	}
	nowA, _ := api.Current(s.snapshot.Numbers, &a)
	nowB, _ := api.Current(s.snapshot.Numbers, &b)
	return s.printNumbers(false, nowA, nowB)
}

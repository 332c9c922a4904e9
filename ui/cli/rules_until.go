package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rcfwd/api"
	"rcfwd/api/change"
)

// setEnd makes a rule apply from now until the time of --until. Only forwarding of all calls
// has such a time at the service; nothing of rcfwd runs later to switch off another rule.
func (s *session) setEnd(ctx context.Context, r *api.Rule) error {
	if err := r.MaySwitch(); err != nil {
		return err
	}
	switch {
	case r.Kind == api.ForwardAll && !r.KeepsEditsWhileOff():
		return fmt.Errorf("RingCentral does not publish how forwarding of all calls ends by itself on legacy call handling, and rcfwd does not run until then. Nothing was sent. Leave --until out, and switch it off later with rcfwd rules off %s", quoted(r.ID))
	case r.Kind != api.ForwardAll:
		return fmt.Errorf("RingCentral keeps no end time for %s, and rcfwd does not run until then. Nothing was sent. Leave --until out, and switch it off later with rcfwd rules off %s", r.Name, quoted(r.ID))
	}
	where, err := s.who(ctx)
	if err != nil {
		return err
	}
	zone, ok := where.Zone.Location()
	if !ok {
		return errors.New("--until cannot be used: the time zone of the extension is not known")
	}
	from := wallClock(s.now().In(zone))
	until, err := parseUntil(s.flag("until"), s.now(), zone)
	if err != nil {
		return asUsage(err, s.cmd)
	}
	c := api.Conditions{When: api.TimeSet{Dates: []api.DateSpan{{From: from, To: wallClock(until)}}}}
	want, err := r.WithConditions(&c)
	if err != nil {
		return err
	}
	_, err = s.do(ctx, change.UpdateRule{Saw: *r, Want: want}, hashOfRule(r))
	if s.writing.ifUnchanged = ""; s.writing.dryRun && errors.Is(err, errDryRun) {
		return nil // what switches it on follows
	}
	return err
}

// wallClock is a time as the service keeps it: without a zone, in whole minutes.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// parseUntil reads a time in a zone: a date and a time, a time of day, which is the next
// one, or how long from now.
func parseUntil(text string, now time.Time, zone *time.Location) (time.Time, error) {
	at, ok := readUntil(text, now.In(zone), zone)
	switch {
	case !ok:
		return at, fmt.Errorf("--until %s: use a time such as 17:00, 2026-12-24T18:00 or 2h30m, where times are those of the extension (%s)", text, zone)
	case at.Sub(now) < time.Minute:
		return at, fmt.Errorf("--until %s is past", text)
	}
	return at, nil
}

func readUntil(text string, now time.Time, zone *time.Location) (time.Time, bool) {
	if d, err := time.ParseDuration(text); err == nil {
		return now.Add(d), true
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(zone), true
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return t, false
	}
	at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at, true
}

package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// What rings at this moment: the clock, the time zone of the extension, and the rule
// that is in force. The rules are read once the numbers are shown, and again with every
// reading of the ring order.

// minuteMsg is sent at the start of every minute.
type minuteMsg time.Time

func nextMinute(now time.Time) tea.Cmd {
	return tea.Tick(now.Truncate(time.Minute).Add(time.Minute).Sub(now), func(at time.Time) tea.Msg { return minuteMsg(at) })
}

func (m *Model) minute(msg minuteMsg) tea.Cmd {
	m.facts.at = time.Time(msg)
	m.updateNow()
	if m.conn.Service != nil {
		m.refreshViews()
	}
	return nextMinute(m.facts.at)
}

// loadNow reads, once the numbers are shown, what says which rule is in force. Only
// accounts on legacy call handling need requests of their own for it: their rules, and
// whether all calls are forwarded.
func (m *Model) loadNow() tea.Cmd {
	if m.facts.rules != nil || m.facts.nowAsked || m.facts.snapshot.RulesRefused != nil {
		return nil
	}
	m.facts.nowAsked = true
	return m.readRules()
}

func (m *Model) readRules() tea.Cmd {
	ctx, t := m.reads.rules.begin(m.conn.ctx)
	return read[rulesLoadedMsg](ctx, t, m.reading(api.Need{Rules: true, ForwardAll: true}))
}

// reloadNow reads the rules again where they are not part of the numbers, for screen 1
// shows them.
func (m *Model) reloadNow() tea.Cmd {
	switch {
	case m.facts.capabilities().SharedDocument:
		return nil
	case m.facts.rules == nil:
		return m.loadForwardAll(true)
	}
	return m.readRules()
}

type workTimesLoadedMsg answer[api.TimeSet]

// loadWorkTimes reads the work hours where the rule of work hours only refers to them.
func (m *Model) loadWorkTimes() tea.Cmd {
	if m.facts.hoursAsked || !api.RefersToWorkTimes(m.facts.rules) {
		return nil
	}
	m.facts.hoursAsked = true
	ctx, t := m.reads.hours.begin(m.conn.ctx)
	return read[workTimesLoadedMsg](rest.WithTask(ctx, "read the work hours"), t, m.conn.Service.WorkTimes)
}

// workTimesLoaded handles the work hours. Without them it is not known which rule is in
// force.
func (m *Model) workTimesLoaded(msg workTimesLoadedMsg) tea.Cmd {
	if m.reads.hours.accept(msg.ticket) && msg.err == nil {
		m.facts.hours = msg.value
		m.updateNow()
		m.refreshViews()
	}
	return nil
}

// updateNow finds out which rule is in force, whenever what decides it has changed.
func (m *Model) updateNow() {
	fs := &m.facts
	fs.inForce = api.Rule{}
	if fs.zone == nil {
		return
	}
	shown := fs.snapshot
	shown.Rules = fs.rules
	if r, ok := shown.InForce(&fs.hours, fs.localTime()); ok {
		fs.inForce = r
	}
}

// now returns the rule in force. ok is false when that is not known.
func (fs *facts) now() (r api.Rule, ok bool) { return fs.inForce, fs.inForce.ID != "" }

// localTime is the time where the extension is.
func (fs *facts) localTime() time.Time { return fs.at.In(fs.zone) }

// clockTime is a time of day where the extension is; in UTC, and said so, while its
// zone is not known.
func (fs *facts) clockTime(t time.Time) string {
	if fs.zone == nil {
		return t.UTC().Format("15:04") + " UTC"
	}
	return t.In(fs.zone).Format("15:04")
}

// dateAndTime is a moment where the extension is, and in UTC.
func (fs *facts) dateAndTime(t time.Time) string {
	const layout = "2006-01-02 15:04:05"
	utc := t.UTC().Format(layout) + " UTC"
	if fs.zone == nil {
		return utc
	}
	return t.In(fs.zone).Format(layout+" MST") + "  " + utc
}

// local is a time where the extension is; in UTC while its zone is not known.
func (fs *facts) local(t time.Time) time.Time {
	if fs.zone == nil {
		return t.UTC()
	}
	return t.In(fs.zone)
}

// timeOfDay is a time of day with seconds where the extension is; in UTC, and said so,
// while its zone is not known.
func (fs *facts) timeOfDay(t time.Time) string {
	if fs.zone == nil {
		return timeOfDay(t)
	}
	return t.In(fs.zone).Format(time.TimeOnly)
}

// timeFact is a time of day where the extension is, and in UTC.
func (fs *facts) timeFact(name string, t time.Time) fact {
	if fs.zone == nil {
		return fact{name: name, value: timeOfDay(t)}
	}
	return fact{name: name, value: t.In(fs.zone).Format("15:04:05"), note: timeOfDay(t)}
}

// isNow reports whether a rule is in force. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (fs *facts) isNow(r *api.Rule) bool {
	in, ok := fs.now()
	return ok && in.ID == r.ID
}

// nowForms say what is in force and which time it is there, the longest form first;
// none while that is not known.
func (fs *facts) nowForms() []string {
	if fs.zone == nil || fs.rules == nil {
		return nil
	}
	name := ""
	if r, ok := fs.now(); ok {
		name = r.Name
	}
	at := fs.localTime().Format("15:04 Mon")
	long := at + " " + fs.open.Zone.Name
	if name == "" {
		return []string{long, at}
	}
	return []string{name + " " + between + " " + long, name + " " + between + " " + at, name}
}

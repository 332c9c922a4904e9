package ui

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/rest"
)

// Trace is the record of requests and answers, with secrets masked.
type Trace interface {
	Exchanges() []rest.Exchange
	Changed() <-chan struct{}
}

// requestsPage is the page of requests: the list, the newest first, or one of
// them in full.
type requestsPage struct {
	keys           PageKeys
	st             *styles
	all            []rest.Exchange // the newest first
	selectedNumber int             // number of the selected one
	open           bool            // the selected one is shown in full
	top            int             // its first line that is shown
	size
}

type tracedMsg answer[[]rest.Exchange]

// watchTrace answers with the exchanges, at once or after the next change.
func watchTrace(ctx context.Context, trace Trace, now bool, t ticket) tea.Cmd {
	exchanges := func(struct{}) tea.Msg {
		return tracedMsg{ticket: t, value: trace.Exchanges(), at: time.Now()}
	}
	if now {
		return func() tea.Msg { return exchanges(struct{}{}) }
	}
	return receive(ctx, trace.Changed(), exchanges)
}

func (m *Model) openRequests() tea.Cmd {
	m.show(&requestsPage{keys: m.keys.Page, st: m.st})
	return m.watchTrace(true)
}

func (m *Model) watchTrace(now bool) tea.Cmd {
	ctx, t := m.reads.trace.begin(m.conn.ctx)
	return watchTrace(ctx, m.conn.Trace, now, t)
}

func (m *Model) traced(msg tracedMsg) tea.Cmd {
	page, open := m.dialogs.open.(*requestsPage)
	if !m.reads.trace.accept(msg.ticket) || !open {
		return nil
	}
	page.set(msg.value)
	return m.watchTrace(false)
}

// set shows newer exchanges. The cursor stays on its own, or on the newest when
// it was there.
func (p *requestsPage) set(all []rest.Exchange) {
	newest := p.pos() == 0 && !p.open
	p.all = append(p.all[:0], all...)
	slices.Reverse(p.all)
	if newest && len(p.all) > 0 {
		p.selectedNumber = p.all[0].Number
	}
}

// pos is not inlined: its copies would make the program larger.
//
//go:noinline
func (p *requestsPage) pos() int {
	return max(slices.IndexFunc(p.all, func(e rest.Exchange) bool { return e.Number == p.selectedNumber }), 0)
}

func (p *requestsPage) selected() (rest.Exchange, bool) {
	if len(p.all) == 0 {
		return rest.Exchange{}, false
	}
	return p.all[p.pos()], true
}

func (p *requestsPage) actions() actions {
	e, ok := p.selected()
	none := ""
	if !ok {
		none = "nothing was sent yet"
	}
	return append(p.keys.move().actions(p.h-2, p.move), actions{
		{key: p.keys.Open, blocked: none, run: does(p.openSelected), short: !p.open},
		{key: p.keys.Copy, blocked: none, run: func() intent { return copyText{what: "the request as curl", text: e.Curl()} }, short: true},
		{key: p.keys.Back, run: p.back, short: true},
	}...)
}

func (p *requestsPage) openSelected() { p.open, p.top = true, 0 }

func (p *requestsPage) back() intent {
	if !p.open {
		return closeDialog{}
	}
	p.open = false
	return nil
}

func (p *requestsPage) move(by int) {
	switch {
	case p.open:
		p.top = clamp(p.top+by, 0, len(p.exchangeLines())-p.h)
	case len(p.all) > 0:
		p.selectedNumber = p.all[clamp(p.pos()+by, 0, len(p.all)-1)].Number
	}
}

func (p *requestsPage) view() []string {
	if p.open {
		lines := p.exchangeLines()
		return block(lines[min(p.top, len(lines)):], p.h)
	}
	head := p.st.heading.Render(pad("   "+p.columns("Time (UTC)", "Method", "Status", "Took", "Group left", "Path"), p.w))
	rows := make([]string, 0, len(p.all))
	for i, e := range p.all {
		rows = append(rows, p.row(&e, selectedIf(i == p.pos(), true)))
	}
	if len(rows) == 0 {
		rows = []string{"", p.st.muted.Render("   Nothing was sent yet.")}
	}
	return block(append([]string{head}, window(rows, p.pos(), p.h-1)...), p.h)
}

// columns lays out a row. Where there is little room it leaves out the time,
// the duration and the group.
func (p *requestsPage) columns(at, method, status, took, group, path string) string {
	if p.w < 72 {
		return cell(method, 7) + cell(status, 8) + shortPath(path, p.w-markWidth-15)
	}
	return cell(at, 14) + cell(method, 8) + cell(status, 9) + cell(took, 9) + cell(group, 18) + shortPath(path, p.w-markWidth-58)
}

// shortPath shortens a path to at most w cells. It leaves out first what the paths of an
// extension have in common, then their ends.
func shortPath(path string, w int) string {
	if width(path) <= w {
		return path
	}
	resource, _, _ := strings.Cut(path, "?")
	own := strings.TrimPrefix(path, "/restapi")
	if i := strings.LastIndex(resource, "/~/"); i >= 0 {
		own = path[i+len("/~"):]
	}
	return truncate(ellipsis+own, w)
}

// statusAt is where the status begins in a row.
func (p *requestsPage) statusAt() int {
	if p.w < 72 {
		return 7
	}
	return 14 + 8
}

// row draws an exchange. Reads are quiet and writes bold; an answer that is an error has
// the colour of its kind.
func (p *requestsPage) row(e *rest.Exchange, at selection) string {
	status, took := statusWord(e), ""
	if !e.Pending {
		took = e.Duration.Round(time.Millisecond).String()
	}
	group := ""
	if e.Group != "" {
		group = e.Group + " " + itoa(e.Remaining) + "/" + itoa(e.Limit)
	}
	text := p.columns(e.At.UTC().Format("15:04:05.000"), e.Method, status, took, group, rest.Clean(e.Path))
	style := p.st.ofAnswer(e)
	if at != elsewhere {
		style = p.st.bar
	}
	return p.st.row("", text, p.st.ofMethod(e.Method), p.w, at, span{p.statusAt(), p.statusAt() + len(status), style})
}

func statusWord(e *rest.Exchange) string {
	switch {
	case e.Failure != "":
		return "failed"
	case e.Pending:
		return "waiting"
	}
	return itoa(e.Status)
}

// exchangeLines are the selected exchange with its headers and bodies.
func (p *requestsPage) exchangeLines() []string {
	e, ok := p.selected()
	if !ok {
		return nil
	}
	lines := []string{p.st.title.Render(truncate(fmt.Sprintf("Request %d, %s UTC, %s", e.Number, e.At.UTC().Format("15:04:05.000"), e.Server), p.w)), ""}
	texts := []string{rest.Clean(e.Method + " " + e.Path), headers(e.RequestHeader), e.RequestText(), responseLine(&e), headers(e.ResponseHeader), e.ResponseText()}
	for _, l := range strings.Split(strings.Join(texts, "\n"), "\n") {
		lines = append(lines, hardWrap(l, p.w)...)
	}
	return lines
}

// responseLine is the first line of the answer, or what there is instead of
// one.
func responseLine(e *rest.Exchange) string {
	switch {
	case e.Pending:
		return "\nNo answer yet."
	case e.Status == 0:
		return "\nNo answer: " + rest.Clean(e.Failure)
	case e.Failure != "":
		return fmt.Sprintf("\nHTTP %d after %s, and then: %s", e.Status, e.Duration.Round(time.Millisecond), rest.Clean(e.Failure))
	}
	return fmt.Sprintf("\nHTTP %d after %s", e.Status, e.Duration.Round(time.Millisecond))
}

func headers(h http.Header) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h)) {
		b.WriteString(rest.Clean(name+": "+strings.Join(h[name], ", ")) + "\n")
	}
	return b.String()
}

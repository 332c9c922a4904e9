package ui

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/index"
	"rcfwd/api/risk"
)

// The cost of 50,000 extensions: what a row keeps, a key of the filter, a move.

// accountRow returns the row of one of many extensions that were read. Each has the uses of
// the people that the sandbox makes up.
func accountRow(i int) person {
	mobile := fmt.Sprintf("+1650%07d", i)
	r := index.Reading{
		ID: fmt.Sprint(801200400000 + i), Number: fmt.Sprint(100 + i), Name: fmt.Sprintf("Sofia Whitfield-%d", i),
		Type: "User", Status: "Enabled", Email: fmt.Sprintf("sofia.whitfield.%d@plumbing.example", i), SiteID: "1", Site: "Perth",
		ReadAt: time.Unix(int64(i), 0), Uses: []index.Use{
			{Kind: index.InNumbers, Phone: mobile, Label: "Mobile"},
			{Kind: index.InFlips, Phone: mobile, Label: "Mobile", Key: "2", Enabled: true},
			{Kind: index.InStep, RuleID: "work-hours", RuleName: "Work hours", Phone: mobile, Label: "Mobile", Enabled: true, Outside: true},
			{Kind: index.InStep, RuleID: "after-hours", RuleName: "After hours", Phone: fmt.Sprintf("+4420%08d", i), Label: "Home", Enabled: true, Outside: true},
			{Kind: index.NoAnswer, RuleID: "after-hours", RuleName: "After hours", ExtensionID: "801200400009", Enabled: true},
		},
	}
	return readPerson(&r, 0, judgeFor(risk.Policy{Home: "US"}))
}

// peopled returns a root of 80 by 24 cells that shows n extensions.
func peopled(n int) *Model {
	m := filled(10, 80, 24)
	m.screens.open = onPeople
	l := &m.screens.people.people
	for from := 0; from < n; from += indexPage {
		var rows []person
		for i := from; i < min(from+indexPage, n); i++ {
			rows = append(rows, accountRow(i))
		}
		l.add(rows)
	}
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return m
}

func TestPeople_keepsFewBytesARow(t *testing.T) {
	const n = 20_000
	heap := func() int {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return int(s.HeapAlloc)
	}
	before := heap()
	m := peopled(n)
	if each := (heap() - before) / n; each > 400 {
		t.Errorf("a row keeps %d bytes", each)
	} else {
		t.Logf("a row keeps %d bytes", each)
	}
	runtime.KeepAlive(m)
}

func BenchmarkPeople(b *testing.B) {
	m := peopled(50_000)
	l := &m.screens.people.people
	for _, text := range []string{"s", "so", "whitfield-7", "plumb not:1", "type:user", "ext:100-2000", "to:+442000", "is:outside risk:any", "rule:after state:dnd"} {
		b.Run("filter "+text, func(b *testing.B) {
			for b.Loop() {
				l.setFilter(text)
			}
		})
	}
	l.setFilter("")
	b.Run("move", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m.Update(keyPress([]string{"j", "k"}[i/5%2]))
			m.View()
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			l.sortNext()
		}
	})
	b.Run("row", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			accountRow(i)
		}
	})
}

package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// The cost of a key and of a frame as the rows grow. All but that of the filter
// must stay flat, because only the visible rows are drawn.

// quiet is a service that is never asked.
type quiet struct{ Service }

func (quiet) Capabilities() api.Capabilities  { return api.Capabilities{} }
func (quiet) Nameless(*api.Snapshot) bool     { return false }
func (quiet) Waiting() []rest.Wait            { return nil }
func (quiet) WaitingChanged() <-chan struct{} { return nil }
func (quiet) Groups() []rest.Group            { return nil }

// filled returns a root of w by h cells that shows n numbers.
func filled(n, w, h int) *Model {
	keys := KeyMap{Text: textinput.DefaultKeyMap()}
	keys.List.Down = key.NewBinding(key.WithKeys("j"))
	keys.List.Up = key.NewBinding(key.WithKeys("k"))
	keys.List.Filter = key.NewBinding(key.WithKeys("/"))
	m := New(context.Background(), keys, nil, &Connection{Service: quiet{}, Server: "BENCH"})
	m.Init()
	numbers := make([]api.Number, n)
	for i := range numbers {
		numbers[i] = api.Number{
			ID: fmt.Sprint(i), Phone: fmt.Sprintf("+1650%07d", i), Label: fmt.Sprintf("Number %d", i),
			Type: api.Other, Features: []api.Feature{api.CallForwarding, api.CallFlip},
		}
	}
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.Update(numbersLoadedMsg{ticket: m.reads.numbers.newest, value: api.Snapshot{CallHandling: api.V1, Numbers: numbers}, at: time.Unix(0, 0)})
	return m
}

func keyPress(k string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(k)[0], Text: k} }

var sizes = []int{10, 1_000, 100_000}

func BenchmarkKeyAndFrame(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("%d rows", n), func(b *testing.B) {
			m := filled(n, 80, 24)
			for i := 0; b.Loop(); i++ {
				m.Update(keyPress([]string{"j", "k"}[i/5%2]))
				m.View()
			}
		})
	}
}

func BenchmarkFrame(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			m := filled(1_000, size[0], size[1])
			for b.Loop() {
				m.View()
			}
		})
	}
}

func BenchmarkFilterKey(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("%d rows", n), func(b *testing.B) {
			m := filled(n, 80, 24)
			m.Update(keyPress("/"))
			for i := 0; b.Loop(); i++ {
				m.Update(keyPress([]string{"5", "\b"}[i%2]))
				m.screens.numbers.list.filter.input.SetValue("")
			}
		})
	}
}

func TestKey_costsTheSameWithManyRows(t *testing.T) {
	cost := func(n int) float64 {
		m := filled(n, 80, 24)
		return testing.AllocsPerRun(50, func() {
			m.Update(keyPress("j"))
			m.View()
		})
	}
	few, many := cost(100), cost(10_000)
	if many > few*1.1 {
		t.Errorf("a key allocates %.0f times with 100 rows and %.0f with 10,000", few, many)
	}
}

package ui

import "rcfwd/api"

// digitDialog asks for the flip digit of a number. One key sets it.
type digitDialog struct {
	keys    DigitKeys
	st      *styles
	number  api.Number
	numbers []api.Number
	size
}

func (d *digitDialog) actions() actions {
	as := actions{{key: d.keys.Leave, run: returns(closeDialog{}), short: true}}
	for i, k := range d.keys.Digits {
		as = append(as, action{key: k, blocked: d.blocked(i), run: d.choose(i), short: i <= 1})
	}
	return as
}

func (d *digitDialog) blocked(digit int) string {
	switch {
	case digit == 0 && d.number.Flip == "":
		return d.number.Label + " has no flip digit to clear"
	case digit > 0 && d.number.Flip == itoa(digit):
		return d.number.Label + " already has flip digit " + d.number.Flip
	}
	return ""
}

// choose sets the digit, or asks whether to swap it with the number that has
// it.
func (d *digitDialog) choose(digit int) func() intent {
	return func() intent {
		if digit == 0 {
			return setFlip{id: d.number.ID}
		}
		if holder, taken := api.HolderOf(itoa(digit), d.numbers); taken {
			return swapFlip{id: d.number.ID, with: holder.ID}
		}
		return setFlip{id: d.number.ID, digit: itoa(digit)}
	}
}

func (d *digitDialog) view() []string {
	w, h := d.w, d.h
	lines := []string{
		d.st.rule(w),
		d.st.title.Render(truncate("Flip digit of "+d.number.Label, w)),
	}
	var held []string
	for i := 1; i <= api.MaxFlipDigit; i++ {
		held = append(held, d.holder(i))
	}
	columns := 1
	if h < len(held)+4 && w >= 40 {
		columns = 2
	}
	rows := (len(held) + columns - 1) / columns
	for i := range rows {
		line := ""
		for c := range columns {
			switch at := i + c*rows; {
			case at >= len(held):
			case c == columns-1:
				line += truncate(held[at], w/columns)
			default:
				line += cell(held[at], w/columns)
			}
		}
		lines = append(lines, line)
	}
	return append(lines, d.st.muted.Render(truncate("0  clears the digit", w)))
}

func (d *digitDialog) holder(digit int) string {
	holder, taken := api.HolderOf(itoa(digit), d.numbers)
	switch {
	case !taken:
		return itoa(digit) + "  free"
	case holder.ID == d.number.ID:
		return itoa(digit) + "  this number"
	}
	return itoa(digit) + "  " + holder.Label + " (swaps)"
}

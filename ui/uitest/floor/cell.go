package main

// style is how a cell looks, in the attributes that the Numbers screen uses.
type style uint8

const (
	bold style = 1 << iota
	faint
	underline
	reverse
	magenta
	plain style = 0
)

// cell is one place of the screen. Every character of the screen takes one cell.
type cell struct {
	char  rune
	style style
}

var empty = cell{char: ' '}

// frame is a whole screen, row by row.
type frame [][]cell

func blank(w, h int) frame {
	f := make(frame, h)
	all := make([]cell, w*h)
	for i := range all {
		all[i] = empty
	}
	for y := range f {
		f[y] = all[y*w : (y+1)*w]
	}
	return f
}

// put writes text from column x of a row, as far as there is room, and returns the
// column after it. A blank shows neither weight nor color, so it gets none.
func put(row []cell, x int, s style, text string) int {
	for _, char := range text {
		if x >= len(row) {
			break
		}
		c := cell{char, s}
		if c.char == ' ' && s&reverse == 0 {
			c.style &= underline
		}
		row[x] = c
		x++
	}
	return x
}

func equal(a, b []cell) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

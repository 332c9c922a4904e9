package main

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// frame is what the screen shows for a while.
type frame struct {
	lines   [][]cell
	caption string
	holds   time.Duration
}

// cell is one character of the screen with its style.
type cell struct {
	text string
	style
}

// style is how a cell is drawn. The empty colour is the default of the terminal.
type style struct {
	colour, behind                    string
	bold, faint, underlined, reversed bool
}

// text returns the characters of the screen, line by line.
func (f frame) text() string {
	var b strings.Builder
	for _, line := range f.lines {
		for _, c := range line {
			b.WriteString(c.text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// palette are the sixteen colours of the pictures, on the dark ground.
var palette = []string{
	"#3b4048", "#f2777a", "#8fd18f", "#e5c07b", "#7aa6da", "#d992e0", "#6cc5c5", "#d8dee9",
	"#6b7280", "#ff8f8f", "#a8e6a3", "#f3d59b", "#9cc4f0", "#eab3ef", "#8fe0e0", "#ffffff",
}

// hex returns a colour in the way of SVG; "" for none.
func hex(c color.Color) string {
	switch c := c.(type) {
	case nil:
		return ""
	case ansi.BasicColor:
		return palette[c]
	case ansi.IndexedColor:
		if int(c) < len(palette) {
			return palette[c]
		}
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

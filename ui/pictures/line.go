package main

import (
	"cmp"
	"fmt"
	"html"
	"strings"
)

// drawLine draws a line of the screen; "" for one that shows nothing.
func drawLine(line []cell) string {
	var b strings.Builder
	for x := 0; x < len(line); {
		end := x + 1
		for end < len(line) && line[end].style == line[x].style && shape(line[end].text) == shape(line[x].text) {
			end++
		}
		drawRun(&b, line[x:end], x)
		x = end
	}
	return b.String()
}

// shape returns the glyph of a cell that is drawn as a shape, so that it meets its
// neighbours whatever the font; "" for one that is text.
func shape(text string) string {
	if strings.ContainsAny(text, "─│█▒") {
		return text
	}
	return ""
}

// drawRun draws cells of one style, the first of them in column x.
func drawRun(b *strings.Builder, run []cell, x int) {
	s := run[0].style
	left, width := x*cellW, len(run)*cellW
	fill, behind := cmp.Or(s.colour, ink), s.behind
	if s.reversed {
		fill, behind = cmp.Or(behind, ground), fill
		if s.faint {
			behind, s.faint = dim, false
		}
	}
	if behind != "" {
		fmt.Fprintf(b, `<rect x="%d" width="%d" height="%d" fill="%s"/>`, left, width, cellH, behind)
	}
	switch run[0].text {
	case "─":
		drawRect(b, s, left, cellH/2, width, 1, fill, 1)
	case "│":
		for i := range run {
			drawRect(b, s, left+i*cellW+cellW/2, 0, 1, cellH, fill, 1)
		}
	case "█":
		drawRect(b, s, left, 4, width, cellH-7, fill, .9)
	case "▒":
		drawRect(b, s, left, 4, width, cellH-7, fill, .25)
	default:
		drawText(b, s, run, left, fill)
	}
}

func drawRect(b *strings.Builder, s style, x, y, w, h int, fill string, opacity float64) {
	if s.faint {
		opacity *= .6
	}
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"`, x, y, w, h, fill)
	if opacity < 1 {
		fmt.Fprintf(b, ` opacity="%.2f"`, opacity)
	}
	b.WriteString("/>")
}

// drawText draws the characters of a run, and the line under them. Words far apart are
// placed separately: SVG viewers differ in whether they keep repeated spaces.
func drawText(b *strings.Builder, s style, run []cell, left int, fill string) {
	if s.underlined {
		drawRect(b, s, left, cellH-2, len(run)*cellW, 1, fill, 1)
	}
	for x := 0; x < len(run); x++ {
		text := ""
		from := x
		for ; x < len(run) && !(blank(run, x) && blank(run, x+1)); x++ {
			text += run[x].text
		}
		if trimmed := strings.TrimSpace(text); trimmed != "" {
			indent := len(text) - len(strings.TrimLeft(text, " "))
			drawWords(b, s, trimmed, left+(from+indent)*cellW, fill)
		}
	}
}

// blank reports whether nothing is shown at x, or the run ends there.
func blank(run []cell, x int) bool { return x >= len(run) || run[x].text == " " }

// drawWords draws a text, stretched over its cells.
func drawWords(b *strings.Builder, s style, text string, x int, fill string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d"`, x, baseline, cellW*len([]rune(text)))
	if class := s.class(); class != "" {
		fmt.Fprintf(b, ` class="%s"`, class)
	}
	if fill != ink {
		fmt.Fprintf(b, ` style="fill:%s"`, fill)
	}
	fmt.Fprintf(b, ">%s</text>", html.EscapeString(text))
}

func (s style) class() string {
	switch {
	case s.bold && s.faint:
		return "b f"
	case s.bold:
		return "b"
	case s.faint:
		return "f"
	}
	return ""
}

package main

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"time"
)

// Sizes of a picture, in pixels.
const (
	cellW, cellH = 9, 19
	margin       = 14
	baseline     = 14 // of the text in its line
	fontSize     = 15
)

// Colours of a picture besides those of the palette.
const (
	ground = "#16181d"
	ink    = "#d8dee9"
	dim    = "#868d9a"
)

// drawSVG draws frames of w by h cells. Several frames follow each other for ever; they
// lie side by side on a strip that is moved behind a window. Readers who asked their
// system for less motion see the first frame.
func drawSVG(frames []frame, w, h int) []byte {
	d := &drawing{width: w*cellW + 2*margin, height: h*cellH + 2*margin, ids: map[string]string{}}
	if len(frames) > 1 {
		d.height += cellH + margin // the caption
	}
	var strip bytes.Buffer
	for i, f := range frames {
		fmt.Fprintf(&strip, "<g transform=\"translate(%d)\">\n", i*d.width)
		d.frame(&strip, f)
		strip.WriteString("</g>\n")
	}
	return d.document(frames, strip.Bytes())
}

// drawing collects the lines of all frames, each only once.
type drawing struct {
	width, height int
	ids           map[string]string // of a drawn line
	lines         bytes.Buffer
}

func (d *drawing) document(frames []frame, strip []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %[1]d %[2]d\">\n", d.width, d.height)
	fmt.Fprintf(&b, "<style>\ntext{font:%dpx ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:%s}\n.b{font-weight:bold}.f{opacity:.6}\n%s</style>\n",
		fontSize, ink, d.motion(frames))
	fmt.Fprintf(&b, "<defs>\n%s</defs>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n", d.lines.Bytes(), d.width, d.height, ground)
	fmt.Fprintf(&b, "<g class=\"strip\">\n%s</g>\n</svg>\n", strip)
	return b.Bytes()
}

// motion returns the rules that show one frame after the other.
func (d *drawing) motion(frames []frame) string {
	if len(frames) < 2 {
		return ""
	}
	total := time.Duration(0)
	for _, f := range frames {
		total += f.holds
	}
	var b strings.Builder
	b.WriteString("@keyframes play{")
	at := time.Duration(0)
	for i, f := range frames {
		fmt.Fprintf(&b, "%.3f%%{transform:translateX(%dpx)}", 100*at.Seconds()/total.Seconds(), -i*d.width)
		at += f.holds
	}
	fmt.Fprintf(&b, "100%%{transform:translateX(%dpx)}}\n", -(len(frames)-1)*d.width)
	fmt.Fprintf(&b, ".strip{animation:play %.1fs step-end infinite}\n@media(prefers-reduced-motion:reduce){.strip{animation:none}}\n", total.Seconds())
	return b.String()
}

// frame draws a frame as uses of its lines.
func (d *drawing) frame(b *bytes.Buffer, f frame) {
	for y, line := range f.lines {
		if drawn := drawLine(line); drawn != "" {
			fmt.Fprintf(b, "<use href=\"#%s\" x=\"%d\" y=\"%d\"/>\n", d.id(drawn), margin, margin+y*cellH)
		}
	}
	if f.caption == "" {
		return
	}
	y := len(f.lines)*cellH + 2*margin
	fmt.Fprintf(b, "<rect y=\"%d\" width=\"%d\" height=\"1\" fill=\"%s\" opacity=\".5\"/>\n", y-margin/2, d.width, dim)
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", margin, y+baseline, html.EscapeString(f.caption))
}

// id returns the id of a drawn line, and defines the line when it is new.
func (d *drawing) id(drawn string) string {
	id, known := d.ids[drawn]
	if !known {
		id = fmt.Sprintf("l%d", len(d.ids))
		d.ids[drawn] = id
		fmt.Fprintf(&d.lines, "<g id=\"%s\">%s</g>\n", id, drawn)
	}
	return id
}

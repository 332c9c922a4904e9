package cli

import (
	"strings"
	"testing"
)

func TestLineEdit_showsOnlyWhatIsTypedByHand(t *testing.T) {
	jwt := strings.Repeat("eyJhbGciOiJIUzI1NiJ9.", 400) // longer than a line of a terminal
	tests := []struct {
		name   string
		hidden bool
		chunks []string
		text   string
		echo   string
		veiled bool
		end    lineEnd
	}{
		{"typed", false, []string{"w", "o", "r", "k", "\r"}, "work", "work", false, entered},
		{"pasted", false, []string{"sesame", "\n"}, "sesame", "******", true, entered},
		{"pasted with its end and more", false, []string{"sesame\nsecond\n"}, "sesame", "******", true, entered},
		{"pasted after typing", false, []string{"a", "sesame", "\r"}, "asesame", "a******", true, entered},
		{"pasted in brackets", false, []string{"\x1b[200~sesame\x1b[201~", "\r"}, "sesame", "******", true, entered},
		{"corrected", false, []string{"a", "é", "\x7f", "b", "\r"}, "ab", "aé\b \bb", false, entered},
		{"cleared", false, []string{"sesame", "\x15", "b", "\r"}, "b", "******" + strings.Repeat("\b \b", 6) + "b", false, entered},
		{"a word erased", false, []string{"a", " ", "b", " ", "\x17", "\r"}, "a ", "a b \b \b\b \b", false, entered},
		{"wide", false, []string{"本", "\x7f", "\r"}, "", "本\b \b\b \b", false, entered},
		{"torn", false, []string{"\xc3", "\xa9", "\r"}, "é", "é", false, entered},
		{"arrows", false, []string{"\x1b[A", "\x1bOB", "a", "\x1b[1;5D", "\r"}, "a", "a", false, entered},
		{"hidden", true, []string{"p", "a  ss", "\t", "\r"}, "pa  ss\t", "", false, entered},
		{"hidden and long", true, []string{jwt[:4096], jwt[4096:], "\r"}, jwt, "", false, entered},
		{"ctrl+d", false, []string{"\x04"}, "", "", false, closed},
		{"ctrl+d behind text", false, []string{"a", "\x04"}, "a", "a", false, goesOn},
		{"esc", false, []string{"\x1b"}, "", "", false, closed},
		{"esc behind text", false, []string{"a", "\x1b"}, "a", "a", false, goesOn},
		{"a torn arrow behind text", false, []string{"a", "\x1b[", "A", "\r"}, "a", "a", false, entered},
		{"controls", false, []string{"\x00", "\x07", "a"}, "a", "a", false, goesOn},
	}
	for _, tt := range tests {
		e, echo, end := lineEdit{hidden: tt.hidden}, "", goesOn
		for _, chunk := range tt.chunks {
			var shown string
			shown, end = e.feed([]byte(chunk), false)
			echo += shown
		}
		if string(e.text) != tt.text || echo != tt.echo || e.veiled != tt.veiled || end != tt.end {
			t.Errorf("%s: %q, shown as %q, veiled %v, end %v", tt.name, e.text, echo, e.veiled, end)
		}
	}
	var slow lineEdit // a paste that a slow line hands over character by character
	echo, _ := slow.feed([]byte("s"), false)
	more, _ := slow.feed([]byte("e"), true)
	if echo+more != "s*" || !slow.veiled {
		t.Errorf("%q, veiled %v", echo+more, slow.veiled)
	}
}

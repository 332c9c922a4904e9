package settings

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The quotation marks that programs put in the place of " and ', in pairs of a mark and
// the plain one.
var typographicQuotes = strings.NewReplacer(
	"\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u201f", `"`, "\u00ab", `"`, "\u00bb", `"`, "\uff02", `"`, "\u2033", `"`, "\u02dd", `"`,
	"\u2018", "'", "\u2019", "'", "\u201a", "'", "\u201b", "'", "\u2039", "'", "\u203a", "'", "\uff07", "'", "\u2032", "'", "\u00b4", "'", "`", "'",
)

// strangeCharacter names the character that a mistake at an offset is probably about:
// a typographic quotation mark on its line, or the character there when TOML knows it
// nowhere outside of texts. It returns "" for any other mistake. The parser counts in
// bytes, and names no more than the first one of a character.
func (d *document) strangeCharacter(at int) string {
	at = min(at, len(d.source))
	start := bytes.LastIndexByte(d.source[:at], '\n') + 1
	line, _, _ := bytes.Cut(d.source[start:], []byte("\n"))
	for _, r := range string(line) {
		if plain := typographicQuotes.Replace(string(r)); plain != string(r) {
			return fmt.Sprintf("%c (%U) is not a quotation mark in TOML; write %s instead", r, r, plain)
		}
	}
	for at > start && at < len(d.source) && !utf8.RuneStart(d.source[at]) {
		at--
	}
	switch r, size := utf8.DecodeRune(d.source[at:]); {
	case size < 2:
		return ""
	case unicode.IsGraphic(r) && !unicode.IsSpace(r):
		return fmt.Sprintf("the character %c (%U) is not allowed here; put text in quotes", r, r)
	default:
		return fmt.Sprintf("there is an invisible character (%U); remove it, or type a plain space", r)
	}
}

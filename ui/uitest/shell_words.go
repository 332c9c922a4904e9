package uitest

import (
	"regexp"
	"strings"
)

var comment = regexp.MustCompile(`\s+#.*$`)

// bare returns an example without its comment.
func bare(example string) string { return strings.TrimSpace(comment.ReplaceAllString(example, "")) }

// shellWords divides a line into words as a shell does; false if it takes a shell.
func shellWords(line string) (words []string, simple bool) {
	var word strings.Builder
	quote, open := rune(0), false
	for _, c := range line + " " {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == '"' && strings.ContainsRune("$`\\", c), quote == 0 && strings.ContainsRune("$`\\|&;<>()*?[]#~!", c):
			return nil, false
		case quote == 0 && (c == '\'' || c == '"'):
			quote, open = c, true
		case quote == 0 && c == ' ':
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(c)
			open = true
		}
	}
	return words, quote == 0
}

//go:build linux

package uitest

import (
	"slices"
	"strings"
	"testing"
)

func TestShellWords_readsWordsAsAShell(t *testing.T) {
	for line, want := range map[string]string{
		`rcfwd numbers  --demo`:                   "rcfwd|numbers|--demo",
		`rcfwd --format '{id}\t{label}' "a b" ''`: `rcfwd|--format|{id}\t{label}|a b|`,
		`rcfwd a'b c'd`:                           "rcfwd|ab cd",
		`rcfwd | head`:                            "",
		`rcfwd "$HOME"`:                           "",
	} {
		words, simple := shellWords(line)
		if got := strings.Join(words, "|"); got != want || simple != (want != "") {
			t.Errorf("%s is %q %v", line, got, simple)
		}
	}
}

func TestBlockExamples_findsFencedAndIndentedLines(t *testing.T) {
	const page = "rcfwd no\n\n    rcfwd one # c\n    ./rcfwd two\n      $ rcfwd three \\\n      four\n```sh\nrcfwd five\n```\nrcfwd no\n    not rcfwd\n    rcfwd\n"
	want := []string{"rcfwd one # c", "rcfwd two", "rcfwd three        four", "rcfwd five", "rcfwd"}
	if got := blockExamples(page); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

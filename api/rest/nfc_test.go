package rest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

var updateNFC = flag.Bool("update-nfc", false, "write nfc.txt")

// lastOdd is the last character of Unicode that has another form, or a class.
const lastOdd = 0x2fa1d

// nfcLines are the lines of nfc.txt.
func nfcLines() string {
	var lines []string
	var runs strings.Builder
	for r := rune(0); r <= lastOdd; r++ {
		p := norm.NFC.PropertiesString(string(r))
		if class := p.CCC(); class > 0 {
			last := r
			for norm.NFC.PropertiesString(string(last+1)).CCC() == class {
				last++
			}
			fmt.Fprintf(&runs, "+%c%c%c\n", rune(class)+' ', r, last)
			for ; r < last; r++ {
				lines = appendParts(lines, r)
			}
		}
		lines = appendParts(lines, r)
	}
	slices.SortStableFunc(lines, func(a, b string) int { return len([]rune(a)) - len([]rune(b)) })
	return runs.String() + strings.Join(lines, "")
}

func appendParts(lines []string, r rune) []string {
	parts := norm.NFD.String(string(r))
	switch {
	case parts == string(r), isSyllable(r), r >= 0xd800 && r < 0xe000:
		return lines
	case norm.NFC.String(parts) == string(r):
		return append(lines, "="+string(r)+parts+"\n")
	}
	return append(lines, "!"+string(r)+parts+"\n")
}

func TestNFC_knowsAllCharacters(t *testing.T) {
	lines := nfcLines()
	if *updateNFC {
		if err := os.WriteFile("nfc.txt", []byte(lines), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if lines != nfcData {
		t.Error("nfc.txt is out of date; go test ./api/rest -run NFC -update-nfc writes it")
	}
}

func TestNFC_isThatOfUnicode(t *testing.T) {
	check := func(text string) {
		t.Helper()
		if got, want := nfc(text), norm.NFC.String(text); got != want {
			t.Fatalf("nfc(%+q) = %+q, want %+q", text, got, want)
		}
	}
	var odd []rune // those that a form changes or that join others
	for r := rune(1); r <= lastOdd; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		check(string(r))
		if r > 0xffff { // of those, package norm confuses U+10041 with U+0041 before a mark
			continue
		}
		check("e" + string(r) + "\u0301")
		p := norm.NFD.PropertiesString(string(r))
		if p.CCC() > 0 || len(p.Decomposition()) > 0 || !norm.NFC.PropertiesString(string(r)).BoundaryBefore() {
			odd = append(odd, r)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		text := make([]rune, 1+random.IntN(8))
		for i := range text {
			text[i] = odd[random.IntN(len(odd))]
			if random.IntN(4) == 0 {
				text[i] = rune('a' + random.IntN(26))
			}
		}
		check(string(text))
		check(norm.NFD.String(string(text)))
	}
}

package main

import (
	"fmt"
	"strconv"
	"strings"
)

// makeRows generates n rows in the order of their flip digits and labels. No two
// neighbors look alike.
func makeRows(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		bits := random(i)
		r := row{
			label: name(i, n) + " " + pick(bits, "shop", "office", "warehouse", "reception", "van", "night desk", "front door"),
			kind:  pick(bits>>4, "Home", "Mobile", "Other", "Work"),
			id:    strconv.Itoa(590_000_000 + i),
			used:  "flip, forwarding", digits: fmt.Sprint(6_502_000_000 + int(bits%8_000_000)),
		}
		if i < 8 {
			r.flip = strconv.Itoa(i + 1)
		} else {
			r.used = pick(bits>>8, "forwarding", "flip, forwarding")
		}
		r.key = strings.ToLower(strings.Join([]string{r.flip, r.label, r.kind, r.pretty(), r.used, "+1" + r.digits, r.id}, "\x00"))
		rows[i] = r
	}
	return rows
}

// random returns random bits for a row, the same each time.
func random(i int) uint32 {
	x := uint32(i+1) * 2_654_435_769
	x = (x ^ x>>16) * 2_246_822_507
	return x ^ x>>13
}

func pick(bits uint32, from ...string) string { return from[int(bits)%len(from)] }

// name returns a word that sorts after that of the row before, for any number of
// rows.
func name(i, n int) string {
	const consonants, vowels = "bdfghklmnprstvwz", "aeiou"
	const syllables = len(consonants) * len(vowels)
	at := i * (syllables * syllables * syllables / n)
	word := ""
	for range 3 {
		s := at % syllables
		word, at = consonants[s/len(vowels):][:1]+vowels[s%len(vowels):][:1]+word, at/syllables
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

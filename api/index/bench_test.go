package index

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// company is the file of an account of 50,000 of which half is superseded.
var company = sync.OnceValues(func() (*Index, error) {
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		return nil, err
	}
	x, err := Open(dir, Key{"https://platform.ringcentral.com", "37439510", "801"})
	for round := 0; round < 2 && err == nil; round++ {
		all := make([]Reading, 0, 50_000)
		for n := range 50_000 {
			all = append(all, person(n, at(round)))
		}
		err = x.Append(all...)
	}
	return x, err
})

func benchCompany(b *testing.B) *Index {
	b.Helper()
	x, err := company()
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// What a search of the bytes alone takes.
func BenchmarkScan(b *testing.B) {
	x := benchCompany(b)
	for b.Loop() {
		text, err := os.ReadFile(x.Path())
		if err != nil || !bytes.Contains(text, []byte(`"+16500049999"`)) {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(text)))
	}
}

func BenchmarkFind(b *testing.B) {
	x := benchCompany(b)
	for _, n := range []int{1, 5, 100} {
		var q Query
		for i := range n {
			q.Phones = append(q.Phones, fmt.Sprintf("+1650%07d", 49_999-i))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				answer, err := x.Find(q)
				if err != nil || len(answer.Rows) != 4*n || answer.Proof.Read != 50_000 {
					b.Fatal(len(answer.Rows), answer.Proof.Read, err)
				}
			}
		})
	}
}

func BenchmarkHeads(b *testing.B) {
	x := benchCompany(b)
	for b.Loop() {
		if heads, err := x.Heads(); err != nil || len(heads) != 50_000 {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewest(b *testing.B) {
	x := benchCompany(b)
	for b.Loop() {
		n := 0
		for _, err := range x.Newest() {
			if n++; err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	x := opened(b)
	for b.Loop() {
		if err := x.Append(person(1, time.Now())); err != nil {
			b.Fatal(err)
		}
	}
}

// Mutate changes a package in small ways, one at a time, and runs its tests after
// each. A change that no test notices is a survivor: either a test is missing, or the
// changed code does the same. It is run by hand; see docs/mutation.md.
//
//	go run ./docs/mutate [-n 50] [-seed 1] [-file paging.go] [-tests ./...] PACKAGE
//
// The files on disk are left alone: go test gets the changed one by -overlay.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	n := flag.Int("n", 50, "how many mutants to try, chosen at random; 0 for all")
	seed := flag.Uint64("seed", 1, "of the choice")
	file := flag.String("file", "", "only mutants of this file")
	tests := flag.String("tests", "", "packages whose tests run (default: the package itself)")
	timeout := flag.String("timeout", "60s", "of the tests; a mutant that hangs is killed by it")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	r := runner{tests: *tests, timeout: *timeout}
	if r.tests == "" {
		r.tests = flag.Arg(0)
	}
	mutants, err := findAll(flag.Arg(0), *file)
	if err == nil {
		rand.New(rand.NewPCG(*seed, 0)).Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
		if *n > 0 {
			mutants = mutants[:min(*n, len(mutants))]
		}
		err = r.runAll(mutants)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// findAll returns the mutants of a package, without its tests.
func findAll(pkg, only string) ([]mutant, error) {
	list, err := exec.Command("go", "list", "-f", "{{.Dir}}{{range .GoFiles}}\n{{.}}{{end}}", pkg).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", pkg, err)
	}
	dir, files, _ := strings.Cut(strings.TrimSpace(string(list)), "\n")
	var all []mutant
	for name := range strings.FieldsSeq(files) {
		if only != "" && name != only {
			continue
		}
		path := filepath.Join(dir, name)
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		found, err := find(path, source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// runner runs the tests of mutants.
type runner struct{ tests, timeout string }

// runAll prints the survivors and how many there are.
func (r runner) runAll(mutants []mutant) error {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if out, err := exec.Command("go", "test", "-short", r.tests).CombinedOutput(); err != nil {
		return fmt.Errorf("the tests fail without a mutant:\n%s", out)
	}
	count := map[verdict]int{}
	for _, m := range mutants {
		v, err := r.run(dir, m)
		if err != nil {
			return err
		}
		count[v]++
		if v == survived {
			fmt.Println(m)
		}
	}
	fmt.Printf("%d killed, %d survived, %d do not compile\n", count[killed], count[survived], count[invalid])
	return nil
}

// verdict is what became of a mutant.
type verdict int

const (
	killed verdict = iota
	survived
	invalid // it does not compile
)

func (r runner) run(dir string, m mutant) (verdict, error) {
	changed, overlay := filepath.Join(dir, "mutant.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {m.path: changed}})
	if err := errors.Join(err, os.WriteFile(changed, m.text(), 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		return killed, err
	}
	out, err := exec.Command("go", "test", "-short", "-vet=off", "-failfast", "-timeout", r.timeout, "-overlay", overlay, r.tests).CombinedOutput()
	switch {
	case err == nil:
		return survived, nil
	case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
		return invalid, nil
	}
	return killed, nil
}

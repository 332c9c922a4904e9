package rest

import (
	"strings"
	"testing"
)

func TestPanicGroup_repanicsInWait(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.Contains(p, "on purpose") || !strings.Contains(p, "guard_test.go") {
			t.Errorf("Wait panics with %q", p)
		}
	}()
	var g PanicGroup
	done := false
	g.Go(func() { panic("on purpose") })
	g.Go(func() { done = true })
	defer func() {
		if !done {
			t.Error("the others are not waited for")
		}
	}()
	g.Wait()
}

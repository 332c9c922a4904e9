package signin

import (
	"os"
	"slices"
	"testing"
	"time"

	"rcfwd/api/settings"
)

func TestNamesCache_isOfOneServer(t *testing.T) {
	f := settings.Folders{State: t.TempDir() + "/rcfwd"}
	work := settings.Profile{Name: "work"}
	UpdateNamesCache(f, &work, func(n *NamesCache) {
		n.AddNumber("1", "Mobile")
		n.AddNumber("2", "$(id)")
		n.AddNumber("$(id)", "$(id)")
	})
	if got := ReadNamesCache(f, &work).Numbers; !slices.Equal(got, []string{"Mobile", "id:2"}) {
		t.Errorf("%q", got)
	}
	if got := ReadNamesCache(f, &settings.Profile{Name: "night"}).Numbers; got != nil {
		t.Errorf("another profile has %q", got)
	}
	removeNamesCache(f, &work)
	if namesFile(f, &work).Exists() {
		t.Error("the file is still there")
	}
}

func TestNamesCache_isWrittenOnlyWhenItChanges(t *testing.T) {
	f := settings.Folders{State: t.TempDir() + "/rcfwd"}
	work, before := settings.Profile{Name: "work"}, time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, tt := range []struct {
		label   string
		written bool
	}{{"Mobile", true}, {"Mobile", false}, {"Cabin", true}} {
		UpdateNamesCache(f, &work, func(n *NamesCache) { n.Numbers = []string{tt.label} })
		path := namesFile(f, &work).Path()
		info, err := os.Stat(path)
		if err != nil || info.ModTime().Equal(before) == tt.written {
			t.Errorf("%+v: %v %v", tt, err, info)
		}
		if err := os.Chtimes(path, before, before); err != nil {
			t.Fatal(err)
		}
	}
}

package sandbox

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestNew_isDeterministic(t *testing.T) {
	one, two := newServer(t, Options{People: 300}), newServer(t, Options{People: 300})
	if !reflect.DeepEqual(one.company, two.company) || one.Credentials() != two.Credentials() {
		t.Error("two sandboxes differ")
	}
}

func TestNew_givesUniqueIDs(t *testing.T) {
	people := 10_000
	if testing.Short() {
		people = 2_000
	}
	s := newServer(t, Options{People: people, Faults: Faults{Labels: true}})
	seen := map[string]string{}
	note := func(kind, id string) {
		if seen[kind+id] != "" {
			t.Errorf("%s %s exists twice", kind, id)
		}
		seen[kind+id] = id
	}
	read := 0
	for e := range s.company.All() {
		read++
		note("extension ", e.ID)
		note("extension number ", e.Number)
		for _, d := range s.company.devicesOf(e.ID) {
			note("device ", d.ID)
			for _, l := range d.Lines {
				note("line ", l.ID)
			}
		}
		for _, n := range e.Numbers {
			note("forwarding number ", n.ID)
			if n.PhoneNumber != normalize(n.PhoneNumber) && n.PhoneNumber != "" {
				t.Errorf("%s is not E.164", n.PhoneNumber)
			}
		}
	}
	for _, p := range s.company.allPhones() {
		note("phone ", fmt.Sprint(p.ID))
		note("phone number ", p.Number)
	}
	if read != people+3 {
		t.Errorf("%d extensions, want %d people, two menus and a site", read, people)
	}
}

func TestCredentials_followTheOptions(t *testing.T) {
	s := unlimited(t)
	if got := len(s.company.Extensions); got != 12+2 {
		t.Errorf("%d extensions, want a dozen and two menus", got)
	}
	for _, e := range s.company.Extensions {
		one := newServer(t, Options{As: e.Number})
		if got := one.Credentials(); got.Extension != e.Number || got.JWT != s.JWT(e.Number) || strings.Count(got.JWT, ".") != 2 {
			t.Errorf("%s: %+v", e.Number, got)
		}
		as(t, s, e.Number).do("GET", myExtension, "").want(t, 200, "")
	}
	if s.JWT("999") != "" {
		t.Error("an unknown extension has a JWT")
	}
}

func TestNew_refusesInvalidOptions(t *testing.T) {
	for _, o := range []Options{
		{}, {Base: "localhost"}, {Base: "http://"}, {Base: "http://x?y"}, {Base: testBase, As: "999"},
		{Base: testBase, People: -1}, {Base: testBase, People: 3, As: "112"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestUnknownRoute_isLogged(t *testing.T) {
	var log []string
	s := newServer(t, Options{Log: func(format string, args ...any) { log = append(log, fmt.Sprintf(format, args...)) }})
	as(t, s, "104").do("GET", "/restapi/v1.0/glip/chats", "").want(t, 404, "CMN-120")
	if len(log) != 1 || !strings.Contains(log[0], `"GET" "/restapi/v1.0/glip/chats"`) {
		t.Errorf("log %q", log)
	}
}

package ui

import (
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

// Letters in these colours cannot be read on a light or on a dark background: blue,
// yellow, cyan and white, and all bright ones.
var unreadable = regexp.MustCompile(`^(34|33|36|37|9[0-7])$`)

func TestStyles_areReadableOnLightAndDark(t *testing.T) {
	all := reflect.ValueOf(newStyles()).Elem()
	for i := range all.NumField() {
		name, style := all.Type().Field(i).Name, all.Field(i)
		if style.Type() != reflect.TypeFor[sgr]() {
			continue
		}
		codes := strings.Split(strings.TrimSuffix(strings.TrimPrefix(style.FieldByName("on").String(), "\x1b["), "m"), ";")
		for _, code := range codes {
			if unreadable.MatchString(code) || code == "38" || code == "48" {
				t.Errorf("the style %s has the colour %s", name, code)
			}
		}
		if has := strings.Join(codes, ";"); strings.Contains(has, "43") != strings.Contains(has, "30") {
			t.Errorf("the style %s is %s: on yellow, letters must be black", name, has)
		}
	}
}

func TestStyles_tellServersApart(t *testing.T) {
	s := newStyles()
	if s.ofServer("PRODUCTION") != s.danger || s.ofServer("DEMO") != s.muted {
		t.Error("production is not red, or the demo not quiet")
	}
	if other := s.ofServer("SANDBOX"); other == s.danger || other == s.muted {
		t.Error("a sandbox looks like production or like the demo")
	}
}

func TestStyles_tellRequestsApart(t *testing.T) {
	s := newStyles()
	if s.ofMethod(http.MethodGet) != s.muted || s.ofMethod(http.MethodPut) != s.title {
		t.Error("a read is not quiet, or a write not bold")
	}
	for status, want := range map[int]sgr{200: s.read, 404: s.changed, 429: s.changed, 500: s.danger, 503: s.danger} {
		if got := s.ofAnswer(&rest.Exchange{Method: http.MethodGet, Status: status}); got != want {
			t.Errorf("%d is %q, not %q", status, got, want)
		}
	}
	if got := s.ofAnswer(&rest.Exchange{Method: http.MethodGet, Failure: errors.ErrUnsupported.Error()}); got != s.danger {
		t.Errorf("no answer is %q", got)
	}
}

func TestRow_drawsPartsInTheirStyles(t *testing.T) {
	s := newStyles()
	part := span{6, 9, s.match}
	for _, c := range []struct {
		w    int
		at   selection
		want string
	}{
		{40, elsewhere, "   Office " + "404" + " here"},
		{40, here, ">  Office 404 here"},
		{11, elsewhere, "   Office …"},
		{0, elsewhere, ""},
	} {
		part := span{7, 10, s.match}
		got := s.row("", "Office 404 here", s.text, c.w, c.at, part)
		plain := strings.TrimRight(regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(got, ""), " ")
		if plain != c.want {
			t.Errorf("%d cells: %q, not %q", c.w, plain, c.want)
		}
		if has := strings.Contains(got, s.match.Render("404")); has != (c.w == 40) {
			t.Errorf("%d cells: %q", c.w, got)
		}
	}
	if got := s.text.renderParts("abc", 3, []span{part}); got != "abc" {
		t.Errorf("a part behind the text: %q", got)
	}
}

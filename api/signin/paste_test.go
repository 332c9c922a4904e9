package signin

import (
	"strings"
	"testing"
)

func TestRead_takesWhateverPeoplePaste(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.publicApp())
	at := func(query string) string { return b.Redirect() + "?" + query }
	good := "code=U0pD-x_1&state=" + b.state + "&expires_in=60"
	for _, text := range []string{
		at(good), " " + at(good) + "\r\n", `"` + at(good) + `"`, "<" + at(good) + ">", "‘" + at(good) + "’",
		at(good)[:40] + "\n    " + at(good)[40:], at(good) + "#", b.Redirect() + "/?" + good, "?" + good, good,
		"U0pD-x_1", "  U0pD-\nx_1\t", "'U0pD-x_1'", "\u200bU0pD-x_1", strings.ToUpper(b.Redirect()[:4]) + b.Redirect()[4:] + "?" + good,
	} {
		if c, err := b.Read(text); err != nil || c.value != "U0pD-x_1" {
			t.Errorf("%q gives %q, %v", text, c.value, err)
		}
	}
	wrong := "state=" + strings.Repeat("x", 43)
	tests := []struct {
		text, words string
		kind        error
	}{
		{"", "Nothing was pasted", nil},
		{" \n\"\" ", "Nothing was pasted", nil},
		{at("code=abc&" + wrong), "another sign-in", errState},
		{at("code=abc"), "another sign-in", errState},
		{at("code=abc&state="), "another sign-in", errState},
		{at("error=access_denied&" + wrong), "another sign-in", errState},
		{at("code=a&code=b&state=" + b.state), "neither a code nor the address", nil},
		{at("code=a&state=" + b.state + "&state=x"), "neither a code nor the address", nil},
		{at("code=&state=" + b.state), "neither a code nor the address", nil},
		{at("state=" + b.state), "neither a code nor the address", nil},
		{b.URL(), "This is the address to open", nil},
		{"https://evil.test/rcfwd?" + good, "does not send the browser to this address", nil},
		{"http://127.0.0.1:9/rcfwd?" + good, "does not send the browser to this address", nil},
		{"http://u@127.0.0.1:0/rcfwd?" + good, "does not send the browser to this address", nil},
		{"http://127.0.0.1:0/other?" + good, "does not send the browser to this address", nil},
		{"https://127.0.0.1:0/rcfwd?" + good, "does not send the browser to this address", nil},
		{"http://[::1", "neither", nil},
		{"rm -rf /", "neither", nil},
		{"http://%zz", "neither", nil},
		{strings.Repeat("a", maxPasted+1), "neither", nil},
		{at("error=access_denied&state=" + b.state), "declined", nil},
		{at("error=unauthorized_client&error_description=no%1B%5B31m&state=" + b.state), "not use this sign-in method", nil},
	}
	for _, tt := range tests {
		_, err := b.Read(tt.text)
		checkError(t, err, tt.kind, tt.words)
		checkHidden(t, printed(err), "abc", b.state, b.verifier, "U0pD-x_1")
		if strings.Contains(printed(err), "\x1b") {
			t.Errorf("%q", err)
		}
	}
}

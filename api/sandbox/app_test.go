package sandbox

import "testing"

func TestRedirectURIsFit(t *testing.T) {
	for _, tt := range []struct {
		registered, uri string
		want            bool
	}{
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback", true},
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback/", false},
		{"http://localhost:5000/oauth2callback", "http://localhost:5001/oauth2callback", false},
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback?x=1", false},
		{"rcapp://callback", "rcapp://callback", true},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:49152/any/where?x=1", true},
		{"http://127.0.0.1:*/*", "http://127.0.0.1/", true},
		{"http://127.0.0.1:*/*", "https://127.0.0.1:49152/", false},
		{"http://127.0.0.1:*/*", "http://localhost:49152/", false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1.evil.test:1/", false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:1@evil.test/", false},
		{"http://127.0.0.1:*/*", "http://evil.test/http://127.0.0.1:1/", false},
		{"http://127.0.0.1:*/*", `http://127.0.0.1:1\@evil.test/`, false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:1/#fragment", false},
		{"http://127.0.0.1:*/*", "", false},
		{"http://[::1]:*/*", "http://[::1]:8080/cb", true},
		{"http://localhost:*/cb", "http://localhost:8080/cb", true},
		{"http://localhost:*/cb", "http://localhost:8080/cb/..", false},
	} {
		if got := fits(tt.registered, tt.uri); got != tt.want {
			t.Errorf("%s fits %s: %v", tt.uri, tt.registered, got)
		}
	}
}

package rest

import (
	"strings"
	"testing"
)

func TestParseServer_acceptsSchemeAndHostAlone(t *testing.T) {
	good := map[string]string{
		"https://platform.ringcentral.com":      "https://platform.ringcentral.com",
		" https://Platform.RingCentral.com/ ":   "https://platform.ringcentral.com",
		"HTTPS://platform.devtest.example:8443": "https://platform.devtest.example:8443",
		"http://localhost:8420":                 "http://localhost:8420",
		"http://127.0.0.7:1":                    "http://127.0.0.7:1",
		"http://[::1]:8420/":                    "http://[::1]:8420",
	}
	for typed, want := range good {
		if u, err := ParseServer(typed); err != nil || u.String() != want {
			t.Errorf("ParseServer(%q) = %v, %v; want %s", typed, u, err, want)
		}
	}
	bad := map[string]string{ // what was typed, and what the error must hold
		"":                                  "https://platform.ringcentral.com",
		"platform.ringcentral.com":          "write https://platform.ringcentral.com",
		"localhost:8420":                    "write http://localhost:8420",
		"http://platform.ringcentral.com":   "write https://platform.ringcentral.com",
		"http://127.0.0.1.evil.test":        "write https://127.0.0.1.evil.test",
		"ftp://a.test":                      "write https://a.test",
		"https://me:secret@a.test":          "write https://a.test",
		"https://a.test/restapi/v1.0":       "write https://a.test",
		"https://a.test?x=1":                "write https://a.test",
		"https://a.test/#top":               "write https://a.test",
		"https://":                          "write it like",
		"https://a\x1b[31m.test":            "write it like",
		"https://me:secret@a.test:bad":      "write it like",
		"me:secret@platform.example.test":   "write",
		"https://me:secret@a.test/x?y#z":    "write https://a.test",
		"http://me:secret@plain.test":       "write https://plain.test",
		"http://localhost.evil.test:80":     "write https://localhost.evil.test:80",
		"://":                               "write",
		"https://platform.ringcentral.com?": "write https://platform.ringcentral.com",
	}
	for typed, want := range bad {
		u, err := ParseServer(typed)
		if err == nil {
			t.Errorf("ParseServer(%q) = %v; want an error", typed, u)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("ParseServer(%q): %q; want %q in it and no password", typed, err, want)
		}
	}
}

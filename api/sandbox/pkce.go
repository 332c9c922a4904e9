package sandbox

import (
	"crypto/sha256"
	"net/url"
)

// challenge is what PKCE (RFC 7636) binds a code to; the zero value means no
// challenge.
type challenge struct{ method, value string }

// readChallenge reads the challenge of an authorize call. The method defaults
// to plain (S, G); a public app must send a challenge. problem is an error text
// of RFC 7636 (4.4.1); "" if there is none.
func readChallenge(params url.Values, public bool) (ch challenge, problem string) {
	ch = challenge{params.Get("code_challenge_method"), params.Get("code_challenge")}
	if ch.method == "" {
		ch.method = "plain"
	}
	switch {
	case ch.value == "" && public:
		return ch, "code challenge required"
	case ch.value == "":
		return challenge{}, ""
	case ch.method != "plain" && ch.method != "S256":
		return ch, "transform algorithm not supported"
	case !wellFormed(ch.value):
		return ch, "code challenge must be 43 to 128 unreserved characters"
	}
	return ch, ""
}

// verify reports whether the challenge was made from a verifier. A verifier
// without a challenge is refused as well: an attacker may have removed the
// challenge (RFC 9700, 2.1.1). Guess: that RingCentral does so.
func (ch challenge) verify(verifier string) bool {
	switch ch.method {
	case "S256":
		sum := sha256.Sum256([]byte(verifier))
		return wellFormed(verifier) && b64(sum[:]) == ch.value
	case "plain":
		return verifier == ch.value
	}
	return verifier == ""
}

// wellFormed reports whether a verifier or a challenge has the right syntax
// (RFC 7636, 4.1 and 4.2).
func wellFormed(s string) bool {
	if len(s) < 43 || len(s) > 128 {
		return false
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case r == '-', r == '.', r == '_', r == '~':
		default:
			return false
		}
	}
	return true
}

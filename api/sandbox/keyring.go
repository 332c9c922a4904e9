package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// keyring derives every secret of one sandbox from its seed. They protect only
// invented people.
type keyring struct{ key []byte }

func newKeyring(seed uint64) keyring {
	sum := sha256.Sum256(fmt.Appendf(nil, "sandbox key of seed %d", seed))
	return keyring{sum[:]}
}

func (k keyring) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, k.key)
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}

func (k keyring) clientSecret() string { return b64(k.mac("client secret")[:18]) }

func (k keyring) password(extensionID string) string {
	return "demo-" + b64(k.mac("password", extensionID)[:9])
}

// jwt returns the personal credential of an extension: a JWT whose sub is the
// extension's ID and which never expires (G allows both).
func (k keyring) jwt(extensionID string) string {
	header := `{"alg":"HS256","typ":"JWT"}`
	claims := `{"iss":"rcfwd sandbox","sub":"` + extensionID + `","jti":"` + b64(k.mac("jti", extensionID)[:12]) + `"}`
	signed := b64([]byte(header)) + "." + b64([]byte(claims))
	return signed + "." + b64(k.mac("jwt", signed))
}

// subject verifies a personal JWT and returns the ID of its extension.
func (k keyring) subject(jwt string) (extensionID string, ok bool) {
	i := strings.LastIndexByte(jwt, '.')
	if i < 0 || !hmac.Equal([]byte(jwt[i+1:]), []byte(b64(k.mac("jwt", jwt[:i])))) {
		return "", false
	}
	_, payload, _ := strings.Cut(jwt[:i], ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	var claims struct{ Sub string }
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		return "", false
	}
	return claims.Sub, true
}

// tokenMark is the prefix of every token, as in the samples of the guide.
const tokenMark = "U1BC"

// Lengths of the parts of an access or refresh token, in bytes.
const (
	tokenBody = 30
	tokenSum  = 6
)

// token returns an opaque token with a checksum, which distinguishes a
// corrupted token from an unknown one.
func (k keyring) token(body []byte) string {
	return tokenMark + b64(append(body, k.mac("token", string(body))[:tokenSum]...))
}

type tokenShape int

const (
	shapeValid tokenShape = iota
	shapeCorrupted
	shapeUnparsable
)

// shape reports what is wrong with a token that no session has. Only a text as
// long as a token can be a corrupted one.
func (k keyring) shape(token string) tokenShape {
	rest, marked := strings.CutPrefix(token, tokenMark)
	raw, err := base64.RawURLEncoding.DecodeString(rest)
	if !marked || err != nil || len(raw) != tokenBody+tokenSum {
		return shapeUnparsable
	}
	body, sum := raw[:tokenBody], raw[tokenBody:]
	if !hmac.Equal(sum, k.mac("token", string(body))[:tokenSum]) {
		return shapeCorrupted
	}
	return shapeValid
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// idSource generates the random parts of tokens, sessions and requests.
type idSource struct{ rng *rand.Rand }

func newIDSource(seed uint64) idSource { return idSource{rand.New(rand.NewPCG(seed, 2))} }

func (s idSource) bytes(n int) []byte {
	b := make([]byte, 0, n+8)
	for len(b) < n {
		b = binary.BigEndian.AppendUint64(b, s.rng.Uint64())
	}
	return b[:n]
}

func (s idSource) uuid() string {
	b := s.bytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // RFC 9562, version 4
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

package tokenstore

import (
	"strings"
	"testing"
)

func TestReadJWT_takesItOutOfWhatIsAroundIt(t *testing.T) {
	const jwt = "eyJh_-0.eyJp.sig"
	for _, text := range []string{
		jwt, " " + jwt + "\r\n", `"` + jwt + `"`, "'" + jwt + "'", "\u201c" + jwt + "\u201d", "`" + jwt + "`", "<" + jwt + ">", `"` + jwt,
		"\ufeff" + jwt, "eyJh_-0.\n  eyJp.sig", "RC_USER_JWT=" + jwt, `export RC_USER_JWT="` + jwt + `"`, "RC_USER_JWT: " + jwt,
		"Bearer " + jwt, "Authorization: Bearer " + jwt, "JWT: " + jwt, jwt + ",", jwt + ";",
	} {
		if got, err := ReadJWT(text); got != jwt || err != nil {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}

func TestReadJWT_refusesWhatCannotBeOne(t *testing.T) {
	for text, want := range map[string]string{
		"": "is empty", " \n": "is empty", `""`: "is empty", "RC_USER_JWT=": "is empty",
		"hunter2": "is no JWT", "a.b": "is no JWT", "a.b.": "is no JWT", "a.b.c.d": "is no JWT", "a.b.c a.b.c": "is no JWT",
		"a.b.c\u2026": "is no JWT", `{"jwt":"a.b.c"}`: "is no JWT", "a.b.c\u00e4": "is no JWT", "hunter2@x.org": "is no JWT",
	} {
		got, err := ReadJWT(text)
		if got != "" || err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}

func TestReadSecret_keepsWhatIsWithin(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "id": "id", " id\r\n": "id", `"id"`: "id", "'id'": "id", ` " id " `: "id", "\u201cid\u201d": "id", "\u2018id\u2019": "id",
		"\ufeffid": "id", `"id`: `"id`, `i"d`: `i"d`, `"`: `"`, `""`: "", "a  b": "a  b", "a\u00adb": "a\u00adb", `'id"`: `'id"`,
	} {
		if got := ReadSecret(text); got != want {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

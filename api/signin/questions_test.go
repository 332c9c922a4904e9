package signin

import (
	"testing"

	"rcfwd/api/settings"
)

func TestQuestions_fillTheCredentials(t *testing.T) {
	want := map[settings.Grant]Credentials{
		settings.GrantCode:     {},
		settings.GrantJWT:      {JWT: "te.x.t"},
		settings.GrantPassword: {User: "text", Extension: "text", Password: " text\n"},
	}
	for _, g := range settings.Grants {
		var c Credentials
		for _, q := range Questions(g) {
			if q.Answered(c) {
				t.Errorf("%s of %s is answered before it is asked", q.Name, g)
			}
			q.Answer(&c, map[bool]string{true: " te.x.t\n", false: " text\n"}[q.Name == "jwt"])
			if !q.Answered(c) || q.Label == "" || q.Prompt == "" {
				t.Errorf("%s: %+v", g, q)
			}
		}
		if c != want[g] {
			t.Errorf("the answers for %s are %q, %q, %q, %q", g, c.JWT, c.User, c.Extension, c.Password)
		}
	}
}

// The extension is read as --extension is; a wrong answer is not repeated.
func TestQuestion_readsTheExtension(t *testing.T) {
	q := Questions(settings.GrantPassword)[1]
	for typed, want := range map[string]string{"x104": "104", " ext. 104 ": "104", "１０４": "104", "": ""} {
		var c Credentials
		if q.Answer(&c, typed); c.Extension != want || q.Problem(typed) != "" {
			t.Errorf("%q is read as %q, %s", typed, c.Extension, q.Problem(typed))
		}
	}
	if got := q.Problem("hunter2 hunter2"); got != "Type the digits of the extension, such as 104, or nothing." {
		t.Error(got)
	}
}

// A JWT that is pasted one question early is refused, whatever is around it.
func TestQuestions_readSecretsAndRefuseOthers(t *testing.T) {
	jwt := Questions(settings.GrantJWT)[0]
	for _, q := range []Question{AskClientID, AskSecret(false), AskSecret(true)} {
		if q.Problem("RC_USER_JWT=a.b.c") != q.wrong || q.Problem(`"id"`) != "" || q.Read(` "id" `) != "id" || q.Read("i d") != "i d" {
			t.Errorf("%s: %q, %q", q.Name, q.Problem("RC_USER_JWT=a.b.c"), q.Read(` "id" `))
		}
	}
	if jwt.Problem("hunter2") != jwt.wrong || jwt.Problem(`"a.b.c"`) != "" || jwt.Read("Bearer a.b.c") != "a.b.c" {
		t.Errorf("%q, %q", jwt.Problem("hunter2"), jwt.Read("Bearer a.b.c"))
	}
}

// The names are those of fields in one form.
func TestQuestions_haveNamesOfTheirOwn(t *testing.T) {
	all := []Question{AskProfile, AskServer, AskGrant, AskStore, AskClientID, AskSecret(true)}
	for _, g := range settings.Grants {
		all = append(all, Questions(g)...)
	}
	seen := map[string]bool{}
	for _, q := range all {
		if q.Name == "" || seen[q.Name] {
			t.Errorf("the name %q is taken", q.Name)
		}
		seen[q.Name] = true
	}
}

package ui

import (
	"slices"
	"strings"
	"testing"
)

func TestCutMiddle_keepsBothEnds(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want string
	}{
		{"Conference room 12", 18, "Conference room 12"},
		{"Conference room 12", 9, "Conf…m 12"},
		{"Conference room 12", 10, "Confe…m 12"},
		{"Conference room 12", 4, "Con…"},
		{"Conference room 12", 0, ""},
	} {
		if got := cutMiddle(c.text, c.w); got != c.want {
			t.Errorf("%q in %d cells is %q, not %q", c.text, c.w, got, c.want)
		}
	}
	for _, text := range []string{"Büro München Süd 1", "会議室 東京 第二 12", "a" + strings.Repeat("\u0301", 5) + "bcdefgh"} {
		for w := range 25 {
			if got := cutMiddle(text, w); width(got) > w {
				t.Errorf("%q in %d cells takes %d", text, w, width(got))
			}
		}
	}
}

func TestWrap_keepsEveryCharacter(t *testing.T) {
	for _, text := range []string{
		"Use letters, digits, - and _, at most 40.",
		"Enter a phone number, such as 650-555-0142 or +44 20 7946 0958.",
		"already in the list as RingCentral for Desktop (FPN-118)",
		`POST /restapi/v1.0/account/~/extension/~/forwarding-number {"type":"Other","label":"Sea phone","flipNumber":6}`,
		"会議室 東京 第二 会議室東京第二会議室東京第二",
	} {
		for w := 1; w < 100; w++ {
			lines := wrap(text, w)
			for _, l := range lines {
				if w > 1 && width(l) > w {
					t.Errorf("%q is wider than %d cells", l, w)
				}
			}
			got := strings.Join(lines, "")
			if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Errorf("%q in %d cells became %q", text, w, lines)
			}
		}
	}
}

func TestWrap_keepsWordsWhole(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"Enter a number, such as 650-555-0142.", 30, []string{"Enter a number, such as", "650-555-0142."}},
		{"RingCentral for Desktop (FPN-118)", 29, []string{"RingCentral for Desktop", "(FPN-118)"}},
		{"Use digits, - and _", 13, []string{"Use digits, -", "and _"}},
		{"Steps:\n  the JWT auth flow with a secret", 20, []string{"Steps:", "  the JWT auth flow", "    with a secret"}},
		{`{"type":"Other","phoneNumber":"+15305550142"}`, 40, []string{`{"type":"Other",`, `"phoneNumber":"+15305550142"}`}},
		{"16:34  The other phone is ringing.", 20, []string{"16:34  The other", "phone is ringing."}},
		{"https://platform.ringcentral.com/a", 20, []string{"https://", "platform.ringcentral", ".com/a"}},
		{"one\n\ntwo", 9, []string{"one", "", "two"}},
	} {
		if got := wrap(c.text, c.w); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d cells is %q, not %q", c.text, c.w, got, c.want)
		}
	}
}

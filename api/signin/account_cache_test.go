package signin

import (
	"os"
	"testing"
)

func TestStatusTellsWhatWasSeen(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	status := func() *AccountCache {
		t.Helper()
		st, err := ReadStatus(t.Context(), r.options)
		if err != nil {
			t.Fatal(err)
		}
		return st.AccountCache
	}
	if s := status(); s != nil {
		t.Errorf("before it was open: %+v", s)
	}
	r.options.Folders.Save(r.options.Profile, "legacy")
	r.options.Folders.Save(r.options.Profile, "new")
	if s := status(); s == nil || s.CallHandling != "new" || s.At.IsZero() {
		t.Errorf("%+v", s)
	}
	if m := mode(t, r.options.Folders.seenFile("work")); m.Perm() != 0o600 {
		t.Error(m)
	}

	r.options.Profile.Extension = "105"
	if s := status(); s != nil {
		t.Errorf("of another extension: %+v", s)
	}
	r.options.Profile.Extension = ""
	if err := os.WriteFile(r.options.Folders.seenFile("work"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := status(); s != nil {
		t.Errorf("of a file cut short: %+v", s)
	}
	r.options.Folders.Save(r.options.Profile, "new")
	r.logout()
	if there(r.options.Folders.seenFile("work")) {
		t.Error("the logout left something")
	}
	Folders{}.Save(r.options.Profile, "new") // nowhere to keep it
}

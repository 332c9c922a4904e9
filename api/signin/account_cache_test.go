package signin

import (
	"os"
	"rcfwd/api/settings"
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
	SaveAccountCache(r.options.Folders, r.options.Profile, "legacy")
	SaveAccountCache(r.options.Folders, r.options.Profile, "new")
	if s := status(); s == nil || s.CallHandling != "new" || s.At.IsZero() {
		t.Errorf("%+v", s)
	}
	if m := mode(t, r.options.Folders.ProfileFile("work", ".seen.json").Path()); m.Perm() != 0o600 {
		t.Error(m)
	}

	r.options.Profile.Extension = "105"
	if s := status(); s != nil {
		t.Errorf("of another extension: %+v", s)
	}
	r.options.Profile.Extension = ""
	if err := os.WriteFile(r.options.Folders.ProfileFile("work", ".seen.json").Path(), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := status(); s != nil {
		t.Errorf("of a file cut short: %+v", s)
	}
	SaveAccountCache(r.options.Folders, r.options.Profile, "new")
	r.logout()
	if exists(r.options.Folders.ProfileFile("work", ".seen.json").Path()) {
		t.Error("the logout left something")
	}
	SaveAccountCache(settings.Folders{}, r.options.Profile, "new") // nowhere to keep it
}

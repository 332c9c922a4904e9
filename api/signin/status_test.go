package signin

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func TestReadStatus_tellsWhatWasLearnedWhenTheAccountWasOpen(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	status := func() *AccountCache {
		t.Helper()
		st, err := ReadStatus(t.Context(), &r.options)
		if err != nil {
			t.Fatal(err)
		}
		return st.AccountCache
	}
	if s := status(); s != nil {
		t.Errorf("before it was open: %+v", s)
	}
	SaveAccountCache(r.options.Folders, &r.options.Profile, "legacy")
	SaveAccountCache(r.options.Folders, &r.options.Profile, "new")
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
	SaveAccountCache(r.options.Folders, &r.options.Profile, "new")
	r.logout()
	if exists(r.options.Folders.ProfileFile("work", ".seen.json").Path()) {
		t.Error("the logout left something")
	}
	SaveAccountCache(settings.Folders{}, &r.options.Profile, "new") // nowhere to keep it
}

func TestStatus_needsNoServer(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Account, r.options.Profile.Extension = "1", "2"
	if st, err := ReadStatus(t.Context(), &r.options); err != nil || st.SignedIn || st.Source != tokenstore.FromNothing || st.Server != r.port.URL || st.Store != settings.StoreFile {
		t.Errorf("%+v, %v", st, err)
	}
	s := r.byJWT()
	r.port.Close() // offline
	st, err := ReadStatus(t.Context(), &r.options)
	if err != nil {
		t.Fatal(err)
	}
	if !st.SignedIn || !st.Renewable || st.Grant != settings.GrantJWT || st.Source != tokenstore.FromStore || st.OwnerID == "" || len(st.Scopes) < 2 ||
		st.Expires == nil || st.RefreshExpires == nil || !st.RefreshExpires.After(*st.Expires) || st.Account != "1" || st.Extension != "2" {
		t.Errorf("%+v", st)
	}
	checkHidden(t, printed(st), secretsOf(s.rec)...)
	text, err := json.Marshal(st)
	if err != nil || !strings.Contains(string(text), `"ownerId"`) || !strings.Contains(string(text), `"expires":"2`) {
		t.Errorf("%s, %v", text, err)
	}
	if err := os.WriteFile(r.storeFile(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	st, err = ReadStatus(t.Context(), &r.options)
	if checkError(t, err, nil, "cannot be used: it is empty", "rm "+r.storeFile()); st.Profile != "work" || st.SignedIn {
		t.Errorf("%+v", st)
	}
}

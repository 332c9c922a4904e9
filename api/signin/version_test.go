package signin

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

const updateRcfwd = " has version 2, but this rcfwd writes version 1; update rcfwd to change the file."

// makeLater makes a file one of version 2 and returns what it holds then.
func makeLater(t *testing.T, path string) string {
	t.Helper()
	text := strings.Replace(content(t, path), `"version":1`, `"version":2,"hologram":{"depth":3}`, 1)
	if !strings.Contains(text, `"version":2`) {
		t.Fatalf("%s names no version: %s", path, text)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return text
}

// A session whose record is of a later version goes on with the new token in memory,
// and says once that it is not stored.
func TestToken_goesOnOverARecordOfALaterVersion(t *testing.T) {
	r := newRig(t)
	r.collectWarnings()
	old := r.token(r.byBrowser(r.publicApp()))
	later := makeLater(t, r.storeFile())
	s := r.open()
	if got := r.token(s); got != old || len(r.warnings()) != 0 {
		t.Errorf("the token of the record is not used: %v", r.warnings())
	}
	for n := range 3 {
		before := r.token(s)
		s.Refused(before)
		if next := r.token(s); next == before || r.try(next) != 200 {
			t.Fatalf("the token of refresh %d is not taken", n+1)
		}
	}
	checkError(t, s.Warning(), ErrUnsaved, r.storeFile()+updateRcfwd, "works until rcfwd ends")
	if len(r.warnings()) != 1 || !settings.IsNewer(r.warnings()[0]) || content(t, r.storeFile()) != later {
		t.Errorf("%v; the file holds %s", r.warnings(), content(t, r.storeFile()))
	}
	if st, err := ReadStatus(t.Context(), &r.options); err != nil || !st.SignedIn || len(st.NewerFiles) != 1 || st.NewerFiles[0] != r.storeFile()+updateRcfwd {
		t.Errorf("%+v, %v", st, err)
	}
}

// With a JWT, the refresh token is left to the rcfwd that wrote the record.
func TestToken_leavesTheRefreshTokenOfALaterVersion(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	makeLater(t, r.storeFile())
	theirs := r.stored()
	s := r.open()
	s.Refused(r.token(s))
	if r.try(r.token(s)) != 200 || s.record().Token.Refresh == theirs.Token.Refresh {
		t.Error("there is no session of its own")
	}
	if next, err := s.endpoint.exchange(t.Context(), opRefresh, refreshGrant(theirs.Token.Refresh)); err != nil || next.Access == s.record().AccessToken() {
		t.Errorf("the refresh token was used: %v", err) // the service answers to it once more with the same token
	}
	last := r.rc.Requests()
	before := s.record().Token.Refresh
	s.Refused(r.token(s))
	if r.token(s); s.record().Token.Refresh == before || len(r.rc.Requests()) != len(last)+1 {
		t.Error("its own refresh token is not used")
	}
}

// A session that ends leaves the record, which says so to no other process.
func TestToken_endsOverARecordOfALaterVersion(t *testing.T) {
	r := newRig(t)
	r.collectWarnings()
	r.byBrowser(r.publicApp())
	later := makeLater(t, r.storeFile())
	r.endSessions()
	s := r.open()
	s.Refused(r.token(s))
	for range 2 {
		_, err := s.Token(t.Context())
		checkError(t, err, ErrSessionEnded)
	}
	if content(t, r.storeFile()) != later {
		t.Error("the record changed")
	}
}

func TestLogin_refusesARecordOfALaterVersion(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	later := makeLater(t, r.storeFile())
	calls := r.tokenCalls()
	_, err := NewLogin(t.Context(), &r.options, r.app())
	checkError(t, err, nil, r.storeFile()+updateRcfwd)
	checkError(t, Probe(t.Context(), &r.options), nil, r.storeFile()+updateRcfwd)
	if content(t, r.storeFile()) != later || r.tokenCalls() != calls {
		t.Error("the record changed, or something was sent")
	}
}

// A login to another store leaves the record and its session, and says where it is.
func TestLogin_leavesALaterVersionInTheOtherStore(t *testing.T) {
	r := newRig(t)
	r.collectWarnings()
	theirs := r.token(r.byJWT())
	later := makeLater(t, r.storeFile())
	r.options.Profile.Store = settings.StoreKeyring
	s := r.byJWT()
	if len(r.warnings()) != 1 || s.Warning() != nil || content(t, r.storeFile()) != later || r.try(theirs) != 200 {
		t.Fatalf("%v, %v", r.warnings(), s.Warning())
	}
	checkError(t, r.warnings()[0], nil, "still in another store", r.storeFile()+updateRcfwd)
}

// A logout ends the session, and says that the record stays.
func TestLogout_leavesALaterVersion(t *testing.T) {
	r := newRig(t)
	token := r.token(r.byJWT())
	SaveAccountCache(r.options.Folders, &r.options.Profile, "new")
	cache := cacheFile(r.options.Folders, &r.options.Profile).Path()
	laterCache, later := makeLater(t, cache), makeLater(t, r.storeFile())
	result, err := Logout(t.Context(), &r.options)
	if err != nil || !result.Revoked || result.Erased || !strings.Contains(result.NotErased, r.storeFile()+updateRcfwd) {
		t.Errorf("%+v, %v", result, err)
	}
	if r.try(token) != 401 || content(t, r.storeFile()) != later || content(t, cache) != laterCache {
		t.Error("the session is open, or a file changed")
	}
}

func TestAccountCache_leavesALaterVersionAlone(t *testing.T) {
	o := options(t, "https://rc.test")
	SaveAccountCache(o.Folders, &o.Profile, "legacy")
	path := cacheFile(o.Folders, &o.Profile).Path()
	later := makeLater(t, path)
	SaveAccountCache(o.Folders, &o.Profile, "new")
	removeAccountCache(o.Folders, &o.Profile)
	if got := ReadAccountCache(o.Folders, &o.Profile); got == nil || got.CallHandling != "legacy" || content(t, path) != later {
		t.Errorf("%+v, the file holds %s", got, content(t, path))
	}
}

// The calls and the penalty in a log of a later version count, and it is not written.
func TestSharedLimit_keepsToALogOfALaterVersion(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	if err := folders.Make(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string // at midnight, when a bubble of synctest begins
		want time.Duration
	}{
		{`{"version":2,"noted":"1999-12-31T23:59:59Z","until":"2000-01-01T00:00:40Z"}`, 40 * time.Second},
		{`{"version":2,"calls":["1999-12-31T23:59:10Z"],"limit":1,"window":60000000000}`, 10 * time.Second},
		{`{"version":2,"window":"1 minute","calls":[` + strings.Repeat(`"1999-12-31T23:59:10Z",`, 4) + `"1999-12-31T23:59:10Z"]}`, 10 * time.Second},
		{`{"version":2,"calls":{"ours":3}}`, 0},
		{`{"version":2,"noted":"2000-01-01T01:30:00Z","until":"2000-01-01T01:31:00Z"}`, 0}, // the clock was set back
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newSharedLimit(folders, server, "client")
			if err := os.WriteFile(p.file.Path(), []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			there := &limitedServer{start: time.Now()}
			all := openFromEnvironment(t, 1, there, folders)
			checkTokens(t, all)
			if len(there.at) != 1 || there.at[0] != tt.want {
				t.Errorf("%s: calls at %v, not %v", tt.text, there.at, tt.want)
			}
			if got := content(t, p.file.Path()); got != tt.text {
				t.Errorf("%s became %s", tt.text, got)
			}
			if got := all[0].newerFiles(folders, &settings.Profile{}); len(got) != 1 || got[0] != p.file.Path()+updateRcfwd {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestFiles_nameTheirVersion(t *testing.T) {
	r := newRig(t)
	r.byJWT()
	SaveAccountCache(r.options.Folders, &r.options.Profile, "new")
	limit := newSharedLimit(r.options.Folders, r.options.Profile.ServerURL(), r.app().ClientID).file.Path()
	for _, path := range []string{r.storeFile(), limit, cacheFile(r.options.Folders, &r.options.Profile).Path()} {
		if !strings.Contains(content(t, path), `"version":1`) {
			t.Errorf("%s holds %s", path, content(t, path))
		}
	}
	if st, err := ReadStatus(t.Context(), &r.options); err != nil || len(st.NewerFiles) != 0 || st.Source != tokenstore.FromStore {
		t.Errorf("%+v, %v", st, err)
	}
}

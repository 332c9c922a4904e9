package signin

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// A panic in a goroutine of the package ends what was under way, but not the
// program, and the next try starts again.
func TestSession_survivesAPanic(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		var caught []any
		o.Caught = func(p any) { caught = append(caught, p) }
		ring := newFakeKeyring()
		o.keyring, o.Profile.Store, o.Profile.Server = ring, settings.StoreKeyring, server
		o.Transport = &tokenServer{start: time.Now(), answer: func(n int, f url.Values) (*http.Response, error) {
			if n == 2 {
				panic("a fault of the call")
			}
			return numberedToken(n, f)
		}}
		l, err := NewLogin(t.Context(), &o, app)
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.JWT(t.Context(), assertion)
		if err != nil {
			t.Fatal(err)
		}
		s.Refused("t1")
		_, err = s.Token(t.Context())
		checkError(t, err, tokenstore.ErrPanicked, "Try again")
		ring.before = func(string) error { panic("a fault of the keyring") }
		_, err = s.Token(t.Context())
		checkError(t, err, tokenstore.ErrPanicked, "Try again")
		ring.before = nil
		checkToken(t, s, "t3")

		ring.before = func(verb string) error {
			if verb == "set" {
				panic("a fault of the saving")
			}
			return nil
		}
		s.Refused("t3")
		checkToken(t, s, "t4")
		checkError(t, s.Warning(), ErrUnsaved)
		time.Sleep(saveEvery)
		checkToken(t, s, "t4") // and saves aside
		synctest.Wait()
		if len(caught) != 4 || caught[0] != "a fault of the call" || caught[3] != "a fault of the saving" {
			t.Errorf("caught %v", caught)
		}
	})
}

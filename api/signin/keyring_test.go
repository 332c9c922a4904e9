package signin

import (
	"context"
	"errors"
	"maps"
	"rcfwd/api/settings"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

// fakeRing is a keyring of maps; before runs at the start of each call.
type fakeRing struct {
	mu     sync.Mutex
	kept   map[string]string
	most   int // bytes in an entry; 0 is any number
	before func(verb, user string) error
}

func newRing() *fakeRing { return &fakeRing{kept: map[string]string{}} }

func (f *fakeRing) begin(verb, user string) error {
	if f.before != nil {
		if err := f.before(verb, user); err != nil {
			return err
		}
	}
	f.mu.Lock()
	return nil
}

func (f *fakeRing) Get(_, user string) (string, error) {
	if err := f.begin("get", user); err != nil {
		return "", err
	}
	defer f.mu.Unlock()
	text, ok := f.kept[user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return text, nil
}

func (f *fakeRing) Set(_, user, text string) error {
	if err := f.begin("set", user); err != nil {
		return err
	}
	defer f.mu.Unlock()
	if f.most > 0 && len(text) > f.most {
		return keyring.ErrSetDataTooBig
	}
	f.kept[user] = text
	return nil
}

func (f *fakeRing) Delete(_, user string) error {
	if err := f.begin("delete", user); err != nil {
		return err
	}
	defer f.mu.Unlock()
	if _, ok := f.kept[user]; !ok {
		return keyring.ErrNotFound
	}
	delete(f.kept, user)
	return nil
}

func long(n int) *record {
	return sample.with(&tokenSet{Access: strings.Repeat("a", n), Refresh: "r", Issued: time.Unix(1e9, 0).UTC()})
}

func TestKeyringStore(t *testing.T) {
	ring := newRing()
	ring.most = 2560 // as on Windows
	s := newKeyringStore(ring, "work")
	if r, err := s.load(t.Context()); r != nil || err != nil {
		t.Errorf("an empty keyring gives %v, %v", r, err)
	}
	if err := s.probe(t.Context()); err != nil || len(ring.kept) != 0 {
		t.Errorf("%v, and %v is left", err, ring.kept)
	}
	for _, n := range []int{10, 9000, 3000, 10, 20000} {
		if err := s.save(t.Context(), long(n)); err != nil {
			t.Fatal(err)
		}
		got, err := s.load(t.Context())
		if err != nil || len(got.access()) != n || got.JWT != assertion {
			t.Errorf("%d bytes come back as %v, %v", n, got, err)
		}
		if most := 1 + (n+1000)/keyringPart + 1; len(ring.kept) > most {
			t.Errorf("%d entries for %d bytes", len(ring.kept), n)
		}
	}
	if err := errors.Join(s.erase(t.Context()), s.erase(t.Context())); err != nil || len(ring.kept) != 0 {
		t.Errorf("%v, and %v is left", err, ring.kept)
	}
}

// A save that ends anywhere leaves the old record or has put the new one.
func TestKeyringSaveThatStopsAnywhere(t *testing.T) {
	dead := errors.New("the keyring went away")
	for stop := 0; ; stop++ {
		ring := newRing()
		s := newKeyringStore(ring, "work")
		if err := s.save(t.Context(), long(9000)); err != nil {
			t.Fatal(err)
		}
		n := 0
		ring.before = func(verb, _ string) error {
			if verb != "get" {
				n++
			}
			if n > stop {
				return dead
			}
			return nil
		}
		failed := s.save(t.Context(), long(5000))
		ring.before = nil
		got, err := s.load(t.Context())
		if err != nil || len(got.access()) != 9000 && len(got.access()) != 5000 {
			t.Fatalf("stopped after %d: %v, %v", stop, got, err)
		}
		if failed != nil && len(got.access()) != 9000 {
			t.Errorf("stopped after %d: said %v, but the new one is there", stop, failed)
		}
		if err := s.save(t.Context(), long(100)); err != nil {
			t.Fatal(err)
		}
		if n <= stop {
			return // it got to its end
		}
	}
}

func TestKeyringThatHoldsSomethingElse(t *testing.T) {
	tests := []struct {
		kept map[string]string
		kind error
	}{
		{map[string]string{"work": "hunter2"}, errForeign},
		{map[string]string{"work": ""}, errForeign},
		{map[string]string{"work": "rcfwd1 a 1 00000000"}, errDamaged},
		{map[string]string{"work": "rcfwd1 a 1 00000000", "work/a0": "hunter2"}, errDamaged},
		{map[string]string{"work": "rcfwd1 c 1 00000000"}, errDamaged},
		{map[string]string{"work": "rcfwd1 a 99999999 00000000"}, errDamaged},
	}
	for _, tt := range tests {
		ring := newRing()
		ring.kept = maps.Clone(tt.kept)
		s := newKeyringStore(ring, "work")
		_, err := s.load(t.Context())
		mustFail(t, err, tt.kind, `"work"`, "sign in again")
		secret(t, err.Error(), "hunter2")
		if s.save(t.Context(), sample) == nil || s.probe(t.Context()) == nil || !maps.Equal(ring.kept, tt.kept) {
			t.Errorf("%v was overwritten with %v", tt.kept, ring.kept)
		}
		if err := s.erase(t.Context()); err != nil || len(ring.kept) != 0 {
			t.Errorf("%v, and %v is left", err, ring.kept)
		}
	}
}

// What hangs is given three seconds, and what it does later comes before the
// next call.
func TestKeyringThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newRing()
		s := newKeyringStore(ring, "work")
		if err := s.save(t.Context(), long(1)); err != nil {
			t.Fatal(err)
		}
		wake := make(chan struct{})
		ring.before = func(string, string) error { <-wake; return nil }
		for _, do := range []func(context.Context) error{
			func(ctx context.Context) error { _, err := s.load(ctx); return err },
			s.probe, s.erase,
			func(ctx context.Context) error { return s.save(ctx, long(2)) },
		} {
			start := time.Now()
			err := do(t.Context())
			mustFail(t, err, errKeyring, "did not answer within 3s", "choose another store")
			if took := time.Since(start); took > 2*keyringTime {
				t.Errorf("it took %v", took)
			}
		}
		close(wake)
		synctest.Wait()
		if got, err := s.load(t.Context()); err != nil || len(got.access()) != 1 {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestKeyringThatIsGivenUpOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newRing()
		wake := make(chan struct{})
		ring.before = func(string, string) error { <-wake; return nil }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := newKeyringStore(ring, "work").load(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		close(wake)
	})
}

func TestKeyringThatIsNone(t *testing.T) {
	for _, why := range []error{keyring.ErrUnsupportedPlatform, keyring.ErrSetDataTooBig, errors.New("dbus: \x1b[31mno " + strings.Repeat("session ", 40))} {
		ring := newRing()
		ring.before = func(string, string) error { return why }
		o := options(t, "https://rc.test")
		o.Profile.Store, o.keyring = settings.StoreKeyring, ring
		_, err := NewLogin(t.Context(), o, app)
		mustFail(t, err, errKeyring, "hoose another store")
		if strings.ContainsAny(err.Error(), "\x1b\n") || len(err.Error()) > 300 {
			t.Errorf("%q", err)
		}
	}
}

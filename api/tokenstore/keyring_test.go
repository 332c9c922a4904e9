package tokenstore

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// fakeKeyring is a keyring in memory; before runs at the start of each call.
type fakeKeyring struct {
	mu     sync.Mutex
	kept   map[string]string
	limit  int // bytes in an entry; 0 is any number
	before func(verb, user string) error
}

func newFakeKeyring() *fakeKeyring { return &fakeKeyring{kept: map[string]string{}} }

func (f *fakeKeyring) begin(verb, user string) error {
	if f.before != nil {
		if err := f.before(verb, user); err != nil {
			return err
		}
	}
	f.mu.Lock()
	return nil
}

func (f *fakeKeyring) Get(_, user string) (string, error) {
	if err := f.begin("get", user); err != nil {
		return "", err
	}
	defer f.mu.Unlock()
	text, ok := f.kept[user]
	if !ok {
		return "", ErrNotFound
	}
	return text, nil
}

func (f *fakeKeyring) Set(_, user, text string) error {
	if err := f.begin("set", user); err != nil {
		return err
	}
	defer f.mu.Unlock()
	if f.limit > 0 && len(text) > f.limit {
		return ErrTooBig
	}
	f.kept[user] = text
	return nil
}

func (f *fakeKeyring) Delete(_, user string) error {
	if err := f.begin("delete", user); err != nil {
		return err
	}
	defer f.mu.Unlock()
	if _, ok := f.kept[user]; !ok {
		return ErrNotFound
	}
	delete(f.kept, user)
	return nil
}

func longRecord(n int) *Record {
	return sample.With(&TokenSet{Access: strings.Repeat("a", n), Refresh: "r", Issued: time.Unix(1e9, 0).UTC()})
}

func TestKeyringStore_keepsRecordsOfAnyLength(t *testing.T) {
	k := newFakeKeyring()
	k.limit = 2560 // as on Windows
	s := newKeyringStore(k, "work")
	if r, err := s.Load(t.Context()); r != nil || err != nil {
		t.Errorf("an empty keyring gives %v, %v", r, err)
	}
	if err := s.Probe(t.Context()); err != nil || len(k.kept) != 0 {
		t.Errorf("%v, and %v is left", err, k.kept)
	}
	for _, n := range []int{10, 9000, 3000, 10, 20000} {
		if err := s.Save(t.Context(), longRecord(n)); err != nil {
			t.Fatal(err)
		}
		got, err := s.Load(t.Context())
		if err != nil || len(got.AccessToken()) != n || got.JWT != assertion {
			t.Errorf("%d bytes come back as %v, %v", n, got, err)
		}
		if most := 1 + (n+1000)/keyringPart + 1; len(k.kept) > most {
			t.Errorf("%d entries for %d bytes", len(k.kept), n)
		}
	}
	if err := errors.Join(s.Erase(t.Context()), s.Erase(t.Context())); err != nil || len(k.kept) != 0 {
		t.Errorf("%v, and %v is left", err, k.kept)
	}
}

// Wherever a Save stops, the old or the new record is whole.
func TestKeyringStore_survivesASaveThatStopsAnywhere(t *testing.T) {
	dead := errors.New("the keyring went away")
	for stop := 0; ; stop++ {
		k := newFakeKeyring()
		s := newKeyringStore(k, "work")
		if err := s.Save(t.Context(), longRecord(9000)); err != nil {
			t.Fatal(err)
		}
		n := 0
		k.before = func(verb, _ string) error {
			if verb != "get" {
				n++
			}
			if n > stop {
				return dead
			}
			return nil
		}
		failed := s.Save(t.Context(), longRecord(5000))
		k.before = nil
		got, err := s.Load(t.Context())
		if err != nil || len(got.AccessToken()) != 9000 && len(got.AccessToken()) != 5000 {
			t.Fatalf("stopped after %d: %v, %v", stop, got, err)
		}
		if failed != nil && len(got.AccessToken()) != 9000 {
			t.Errorf("stopped after %d: said %v, but the new one is there", stop, failed)
		}
		if err := s.Save(t.Context(), longRecord(100)); err != nil {
			t.Fatal(err)
		}
		if n <= stop {
			return // it got to its end
		}
	}
}

func TestKeyringStore_refusesWhatIsNoRecord(t *testing.T) {
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
		k := newFakeKeyring()
		k.kept = maps.Clone(tt.kept)
		s := newKeyringStore(k, "work")
		_, err := s.Load(t.Context())
		checkError(t, err, tt.kind, `"work"`, "sign in again")
		checkHidden(t, err.Error(), "hunter2")
		if s.Save(t.Context(), sample) == nil || s.Probe(t.Context()) == nil || !maps.Equal(k.kept, tt.kept) {
			t.Errorf("%v was overwritten with %v", tt.kept, k.kept)
		}
		if err := s.Erase(t.Context()); err != nil || len(k.kept) != 0 {
			t.Errorf("%v, and %v is left", err, k.kept)
		}
	}
}

// A call that hangs is given three seconds. What it does later still happens
// before the next call.
func TestKeyringStore_givesAHangingKeyringThreeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newFakeKeyring()
		s := newKeyringStore(k, "work")
		if err := s.Save(t.Context(), longRecord(1)); err != nil {
			t.Fatal(err)
		}
		wake := make(chan struct{})
		k.before = func(string, string) error { <-wake; return nil }
		for _, do := range []func(context.Context) error{
			func(ctx context.Context) error { _, err := s.Load(ctx); return err },
			s.Probe, s.Erase,
			func(ctx context.Context) error { return s.Save(ctx, longRecord(2)) },
		} {
			start := time.Now()
			err := do(t.Context())
			checkError(t, err, ErrKeyring, "did not answer within 3s", "choose another store")
			if took := time.Since(start); took > 2*keyringTime {
				t.Errorf("it took %v", took)
			}
		}
		close(wake)
		synctest.Wait()
		if got, err := s.Load(t.Context()); err != nil || len(got.AccessToken()) != 1 {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestKeyringStore_returnsWhenTheCallerGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newFakeKeyring()
		wake := make(chan struct{})
		k.before = func(string, string) error { <-wake; return nil }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := newKeyringStore(k, "work").Load(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		close(wake)
	})
}

func TestKeyringStore_explainsAKeyringThatCannotBeUsed(t *testing.T) {
	for _, cause := range []error{ErrNoKeyring, ErrTooBig, errors.New("dbus: \x1b[31mno " + strings.Repeat("session ", 40))} {
		k := newFakeKeyring()
		k.before = func(string, string) error { return cause }
		err := newKeyringStore(k, "work").Probe(t.Context())
		checkError(t, err, ErrKeyring, "hoose another store")
		if strings.ContainsAny(err.Error(), "\x1b\n") || len(err.Error()) > 300 {
			t.Errorf("%q", err)
		}
	}
}

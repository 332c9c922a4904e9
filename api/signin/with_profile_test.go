package signin

import (
	"context"
	"errors"
	"testing"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// A sign-in and its profile are kept together or not at all.
func TestLogin_keepsTheProfileAndTheSecretsTogether(t *testing.T) {
	refused := errors.New("refused")
	for name, tt := range map[string]struct {
		full bool // the store takes nothing
		keep func(save func() error) error
		want error
	}{
		"both are kept":                  {keep: func(save func() error) error { return save() }},
		"the profile cannot be kept":     {keep: func(func() error) error { return refused }, want: refused},
		"the profile fails after saving": {keep: func(save func() error) error { return errors.Join(save(), refused) }, want: refused},
		"the store fails":                {full: true, keep: func(save func() error) error { return save() }, want: ErrUnsaved},
	} {
		for _, before := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				r := newRig(t)
				if before {
					r.byJWT()
				}
				old := storedFingerprint(r)
				kept := false
				r.options.KeepProfile = func(_ context.Context, save func() error) error {
					err := tt.keep(save)
					kept = err == nil
					return err
				}
				l := r.login(r.app())
				if tt.full {
					l.store = fullDisk{l.store}
				}
				s, err := l.JWT(t.Context(), r.rc.Credentials().JWT)
				if err != nil {
					t.Fatal(err)
				}
				if tt.want == nil {
					if s.NotKept() != nil || !kept || storedFingerprint(r) == old {
						t.Errorf("%v, profile kept: %v", s.NotKept(), kept)
					}
					return
				}
				if tt.want != ErrUnsaved && !errors.Is(s.NotKept(), tt.want) || s.NotKept() == nil || kept || storedFingerprint(r) != old {
					t.Errorf("%v, profile kept: %v, the store holds %q, held %q", s.NotKept(), kept, storedFingerprint(r), old)
				}
				checkError(t, s.Warning(), ErrUnsaved)
			})
		}
	}
}

// storedFingerprint returns the fingerprint of what the file store holds; "" for nothing.
func storedFingerprint(r *rig) string {
	store, err := tokenstore.Open(new(r.options.storeOptions()))
	if err != nil {
		r.t.Fatal(err)
	}
	record, err := store.Load(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return record.Fingerprint()
}

// A profile that could not be kept is kept with the next save, by the same rule.
func TestLogin_keepsTheProfileWithALaterSave(t *testing.T) {
	r := newRig(t)
	calls := 0
	r.options.KeepProfile = func(_ context.Context, save func() error) error {
		if calls++; calls == 1 {
			return settings.ErrNotPrivate
		}
		return save()
	}
	s := r.byJWT()
	s.Refused(r.token(s))
	if r.token(s); calls != 2 || s.NotKept() != nil || storedFingerprint(r) == "" {
		t.Errorf("%d calls, %v", calls, s.NotKept())
	}
	s.Refused(r.token(s))
	if r.token(s); calls != 2 {
		t.Errorf("%d calls for one profile", calls)
	}
}

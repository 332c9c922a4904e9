package tokenstore

import (
	"errors"
	"fmt"
	"testing"

	"rcfwd/api/settings"
)

// Whatever holds a secret does not show it, printed alone or inside something.
func TestPrinting_hidesEverySecret(t *testing.T) {
	memory := NewMemory(sample)
	for _, v := range []any{
		sample, *sample, sample.Token, *sample.Token, Credential{JWT: sample.JWT, Secret: sample.Secret},
		memory, *memory.(*memoryStore),
	} {
		checkHidden(t, printed(v), sampleSecrets...)
		checkHidden(t, fmt.Sprintf("%+v %#v", struct{ In any }{v}, []any{v}), sampleSecrets...)
	}
}

func TestOpen_opensTheStoreThatTheProfileNames(t *testing.T) {
	for _, kind := range settings.Stores {
		k := newFakeKeyring()
		o := Options{Folders: newFolders(t), Profile: settings.Profile{Name: "work", Store: kind}, Keyring: k}
		s, err := Open(&o)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Probe(t.Context()), s.Save(t.Context(), sample)); err != nil {
			t.Error(err)
		}
		if r, err := s.Load(t.Context()); err != nil || r.AccessToken() != "access-1" {
			t.Errorf("%s: %v, %v", kind, r, err)
		}
		inFile := o.Folders.ProfileFile("work", ".json").Exists()
		if inFile != (kind == settings.StoreFile) || (len(k.kept) > 0) != (kind == settings.StoreKeyring) {
			t.Errorf("%s: in the file %v, in the keyring %v", kind, inFile, k.kept)
		}
	}
	_, err := Open(&Options{Profile: settings.Profile{Name: "../x"}})
	checkError(t, err, nil, "not a valid profile name")
	if _, err := Open(&Options{Profile: settings.Profile{Name: "work", Store: "cloud"}}); err == nil {
		t.Error("an unknown store is opened")
	}
}

// Others finds what the profile named before, and asks no keyring without its
// mark.
func TestOthers_findsWhatEarlierSignInsLeft(t *testing.T) {
	for _, kind := range []settings.StoreKind{settings.StoreFile, settings.StoreKeyring} {
		k := newFakeKeyring()
		o := Options{Folders: newFolders(t), Profile: settings.Profile{Name: "work", Store: kind}, Keyring: k}
		s, err := Open(&o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Save(t.Context(), sample); err != nil {
			t.Fatal(err)
		}
		if all := Others(&o); len(all) != 0 {
			t.Errorf("%s: %d stores besides the one that is named", kind, len(all))
		}
		o.Profile.Store = settings.StoreNone
		all := Others(&o)
		if len(all) != 1 {
			t.Fatalf("%s: %d stores", kind, len(all))
		}
		if r, err := all[0].Load(t.Context()); err != nil || r.AccessToken() != "access-1" {
			t.Errorf("%s: %v, %v", kind, r, err)
		}
		if err := all[0].Erase(t.Context()); err != nil || len(Others(&o)) != 0 {
			t.Errorf("%s: %v, and it is still there", kind, err)
		}
	}
	o := Options{Profile: settings.Profile{Name: "work", Store: settings.StoreNone}}
	if all := Others(&o); len(all) != 0 {
		t.Errorf("%d stores without folders", len(all))
	}
}

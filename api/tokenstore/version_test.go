package tokenstore

import (
	"hash/crc32"
	"maps"
	"os"
	"strings"
	"testing"

	"rcfwd/api/settings"
)

// laterRecords are records of a later version, by what is special about them, and
// whether this rcfwd can read them.
func laterRecords(t *testing.T) map[string]bool {
	t.Helper()
	whole, err := encode(sample)
	if err != nil {
		t.Fatal(err)
	}
	own := string(whole)
	if !strings.Contains(own, `"rcfwd":1,"version":1,`) {
		t.Fatalf("the record is %s", own)
	}
	return map[string]bool{
		strings.Replace(own, `"version":1,`, `"version":2,"hologram":{"depth":3},`, 1): true,
		strings.Replace(own, `"rcfwd":1,"version":1,`, `"rcfwd":2,`, 1):                true,
		`{"rcfwd":1,"version":2,"servers":["https://rc.test"]}`:                        false,
		`{"rcfwd":1,"version":2,"server":{"url":"https://rc.test"}}`:                   false,
	}
}

// checkLater checks a store that holds a record of a later version under a name.
func checkLater(t *testing.T, s Store, name string, readable bool, same func() bool) {
	t.Helper()
	sentence := name + " has version 2, but this rcfwd writes version 1; update rcfwd to change the file."
	got, err := s.Load(t.Context())
	switch {
	case !readable:
		checkError(t, err, nil, sentence)
		if CanErase(err) {
			t.Error("it may be erased unread")
		}
	case err != nil || got.Newer() == nil || got.JWT != assertion || *got.Token != *sample.Token:
		t.Errorf("%+v, %v", got, err)
	case got.With(nil).Newer() != nil:
		t.Error("a record of this rcfwd has the later version")
	}
	for what, err := range map[string]error{"save": s.Save(t.Context(), sample), "probe": s.Probe(t.Context()), "erase": s.Erase(t.Context())} {
		checkError(t, err, nil, sentence)
		checkHidden(t, err.Error(), sampleSecrets...)
		if !settings.IsNewer(err) || !same() {
			t.Errorf("%s: %v, or the record changed", what, err)
		}
	}
}

func TestFileStore_leavesALaterVersionAlone(t *testing.T) {
	for text, readable := range laterRecords(t) {
		s := newFileStore(newFolders(t), "work")
		if err := s.file.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		checkLater(t, s, s.file.Path(), readable, func() bool {
			now, err := os.ReadFile(s.file.Path())
			return err == nil && string(now) == text
		})
	}
}

func TestKeyringStore_leavesALaterVersionAlone(t *testing.T) {
	for text, readable := range laterRecords(t) {
		k := newFakeKeyring()
		s := newKeyringStore(k, "work")
		if err := s.Save(t.Context(), sample); err != nil {
			t.Fatal(err)
		}
		putRecord(t, s, k, text)
		before := maps.Clone(k.kept)
		checkLater(t, s, `The entry "work" of the keyring`, readable, func() bool { return maps.Equal(k.kept, before) })
	}
	k := newFakeKeyring()
	k.kept["work"] = "rcfwd2 somewhere else"
	checkLater(t, newKeyringStore(k, "work"), `The entry "work" of the keyring`, false, func() bool { return len(k.kept) == 1 })
}

// putRecord puts a record into the keyring as a later rcfwd does.
func putRecord(t *testing.T, s *keyringStore, k *fakeKeyring, text string) {
	t.Helper()
	h := head{set: "a", parts: 1, sum: crc32.ChecksumIEEE([]byte(text))}
	k.kept = map[string]string{s.name: h.String(), s.part("a", 0): text}
}

// A record that was stored before records had a version is read, and replaced.
func TestFileStore_takesARecordWithoutAVersion(t *testing.T) {
	s := newFileStore(newFolders(t), "work")
	text := `{"rcfwd":1,"server":"https://rc.test","client_id":"client","source":"store","grant":"code","token":{"access":"a"}}`
	if err := s.file.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	got, err := s.Load(t.Context())
	if err != nil || got.Newer() != nil || got.AccessToken() != "a" {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := s.Save(t.Context(), sample); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load(t.Context()); err != nil || got.Version != 1 || got.JWT != assertion {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadCredential_readsWhatItKnowsOfALaterVersion(t *testing.T) {
	for text, want := range map[string]string{
		`{"jwt":"a.b.c"}`:                               "a.b.c",
		`{"version":1,"jwt":"a.b.c"}`:                   "a.b.c",
		`{"version":2,"jwt":"a.b.c","hologram":[1]}`:    "a.b.c",
		`{"hologram":[1],"jwt":"a.b.c","version":2}`:    "a.b.c",
		`{"version":1,"jwt":"a.b.c","hologram":[1]}`:    "",
		`{"version":"2","jwt":"a.b.c","hologram":[1]}`:  "",
		`{"version":2,"token":"a.b.c"}`:                 "",
		`{"version":2,"jwt":"a.b.c"}{"jwt":"a second"}`: "",
	} {
		if c, err := readCredential([]byte(text)); c.JWT != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, c.JWT, err)
		}
	}
}

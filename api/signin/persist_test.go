package signin

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// A sign-in that cannot be stored because another process holds the lock warns,
// goes on, and is stored once the lock is free.
func TestLogin_savesOnceTheLockIsFree(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		var warned []error
		o.Warn = func(err error) { warned = append(warned, err) }
		o.Transport, o.Profile.Server = &tokenServer{start: time.Now(), answer: numberedToken}, server
		l, err := NewLogin(t.Context(), &o, app)
		if err != nil {
			t.Fatal(err)
		}
		stopped, err := o.Folders.LockProfile(t.Context(), "work")
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.JWT(t.Context(), assertion)
		if err != nil {
			t.Fatal(err)
		}
		checkError(t, s.Warning(), ErrUnsaved, "ctrl+z", "works until rcfwd ends")
		if len(warned) != 1 {
			t.Errorf("warned of %v", warned)
		}
		stopped()
		time.Sleep(saveEvery)
		checkToken(t, s, "t1")
		synctest.Wait()
		if r, err := fileStore(t, o.Folders).Load(t.Context()); err != nil || r.AccessToken() != "t1" || s.Warning() != nil {
			t.Errorf("%v, %v, %v", r, err, s.Warning())
		}
	})
}

// fullDisk is a store whose disk is full.
type fullDisk struct{ tokenstore.Store }

func (fullDisk) Save(context.Context, *tokenstore.Record) error {
	return settings.UserErrorf(syscall.ENOSPC, "Could not write the sign-in: %v.", syscall.ENOSPC)
}

// When the disk is full the session goes on, the old record survives, and the
// service takes the refresh token in it once more.
func TestToken_survivesAFullDisk(t *testing.T) {
	r := newRig(t)
	r.collectWarnings()
	s := r.byBrowser(r.publicApp())
	first := r.token(s)
	works := s.store
	s.store = fullDisk{works}
	s.Refused(first)
	second := r.token(s)
	if second == first || r.stored().AccessToken() != first {
		t.Error("no new token, or the old record is gone")
	}
	checkError(t, s.Warning(), ErrUnsaved, "Could not write", "no space left on device", "works until rcfwd ends")
	if got := r.warnings(); len(got) != 1 || !errors.Is(got[0], ErrUnsaved) {
		t.Errorf("warnings are %v", got)
	}
	checkHidden(t, printed(s.Warning()), secretsOf(s.rec)...)

	other := r.open()
	other.Refused(r.token(other))
	if got := r.token(other); got != second {
		t.Errorf("the old refresh token gives %q, not the same new token", got)
	}
	s.store = works
	s.Refused(second)
	if third := r.token(s); third == second || r.stored().AccessToken() != third || s.Warning() != nil {
		t.Errorf("not saved once there is room: %v", s.Warning())
	}
}

func TestToken_prefersTheUnsavedRecord(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.publicApp())
	s.store = fullDisk{s.store}
	for range 3 {
		token := r.token(s)
		if r.try(token) != 200 {
			t.Fatal("the token is not taken")
		}
		s.Refused(token)
	}
	if r.try(r.token(s)) != 200 {
		t.Error("the session was lost")
	}
}

// A login that could not be stored goes on, over an old record or over none.
func TestLogin_goesOnUnsaved(t *testing.T) {
	for _, before := range []bool{false, true} {
		r := newRig(t)
		if before {
			r.byJWT()
		}
		b := r.browser(r.publicApp())
		code, err := b.Read(r.signInAtServer(b))
		if err != nil {
			t.Fatal(err)
		}
		b.login.store = fullDisk{b.login.store}
		s, err := b.Finish(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		checkError(t, s.Warning(), ErrUnsaved, "no space left")
		first := r.token(s)
		s.Refused(first)
		if next := r.token(s); next == first || r.try(next) != 200 {
			t.Error("the session does not go on")
		}
	}
}

// Saving is tried again without waiting for the end of the token.
func TestToken_retriesSavingEveryMinute(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		o := &tokenServer{start: time.Now(), answer: numberedToken}
		l, err := NewLogin(t.Context(), &Options{Folders: folders, Profile: settings.Profile{Name: "work", Server: server}, Transport: o}, app)
		if err != nil {
			t.Fatal(err)
		}
		works := l.store
		l.store = fullDisk{works}
		s, err := l.JWT(t.Context(), assertion)
		if err != nil || s.Warning() == nil {
			t.Fatal(err, s.Warning())
		}
		s.store = works
		checkToken(t, s, "t1")
		synctest.Wait()
		if s.Warning() == nil {
			t.Error("it was tried again at once")
		}
		time.Sleep(saveEvery)
		checkToken(t, s, "t1")
		synctest.Wait()
		kept, err := fileStore(t, folders).Load(t.Context())
		if s.Warning() != nil || err != nil || kept.AccessToken() != "t1" {
			t.Errorf("%v, %v", s.Warning(), err)
		}
	})
}

package signin

import (
	"sync"

	"rcfwd/api/tokenstore"
)

// fakeKeyring is a keyring in memory; before runs at the start of each call.
type fakeKeyring struct {
	mu     sync.Mutex
	kept   map[string]string
	before func(verb string) error
}

func newFakeKeyring() *fakeKeyring { return &fakeKeyring{kept: map[string]string{}} }

// lock begins a call. Its caller unlocks mu unless there is an error.
func (f *fakeKeyring) lock(verb string) error {
	if f.before != nil {
		if err := f.before(verb); err != nil {
			return err
		}
	}
	f.mu.Lock()
	return nil
}

func (f *fakeKeyring) Get(_, user string) (string, error) {
	if err := f.lock("get"); err != nil {
		return "", err
	}
	defer f.mu.Unlock()
	text, ok := f.kept[user]
	if !ok {
		return "", tokenstore.ErrNotFound
	}
	return text, nil
}

func (f *fakeKeyring) Set(_, user, text string) error {
	if err := f.lock("set"); err != nil {
		return err
	}
	defer f.mu.Unlock()
	f.kept[user] = text
	return nil
}

func (f *fakeKeyring) Delete(_, user string) error {
	if err := f.lock("delete"); err != nil {
		return err
	}
	defer f.mu.Unlock()
	if _, ok := f.kept[user]; !ok {
		return tokenstore.ErrNotFound
	}
	delete(f.kept, user)
	return nil
}

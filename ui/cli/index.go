package cli

import (
	"context"
	"errors"
	"fmt"

	"rcfwd/api/index"
	"rcfwd/api/settings"
)

// The index of the account: where a command finds it, and the commands about its file.

func indexNoun() noun {
	return noun{
		name: "index", short: "Show, clear or shorten the index of the account",
		long: "index is about the file of what rcfwd has read of the whole account: who forwards where, when it was read, and\n" +
			"what could not be read. rcfwd sweep, forwards, who-forwards-to and audit write it. It holds names and telephone\n" +
			"numbers, and only its owner can read it. The demo keeps its index in memory.",
		verbs: []verb{
			{use: "path", short: "Print the path of the index", run: printIndexPath, scopes: noScopes,
				examples: []string{"rcfwd index path --demo", "rcfwd index --demo"}},
			{use: "clear", short: "Remove the index, with all that was read", run: clearIndex, scopes: noScopes,
				examples: []string{"rcfwd index clear --demo", "rcfwd index clear --demo --timeout 10s"}},
			{use: "compact", short: "Drop earlier readings that nothing needs", run: compactIndex, scopes: noScopes,
				long:     "compact drops earlier readings that differ in nothing from later ones, or are older than 30 days. A sweep does so\nwhen half of the file is old.",
				examples: []string{"rcfwd index compact --demo", "rcfwd index compact --demo --timeout 10s"}},
		},
	}
}

// indexes returns the indexes that exist of the profile, and whether they are known to be
// those of the signed-in user, without a request.
func (i *invocation) indexes(ctx context.Context) (all []*index.Index, known bool, err error) {
	if i.flags.demo {
		return []*index.Index{i.Journals.openIndex()}, true, nil
	}
	o, err := i.options("")
	if err != nil {
		return nil, false, err
	}
	all, known = indexesOf(ctx, &o)
	return all, known, nil
}

var errNoIndex = errors.New("there is no index of this account yet; rcfwd sweep reads it")

// existing is indexes that fails without one.
func (i *invocation) existing(ctx context.Context) ([]*index.Index, error) {
	all, _, err := i.indexes(ctx)
	if err == nil && len(all) == 0 {
		err = errNoIndex
	}
	return all, err
}

func printIndexPath(ctx context.Context, i *invocation) error {
	if i.flags.demo {
		i.note("The demo keeps its index in memory.")
		return nil
	}
	all, err := i.existing(ctx)
	for _, x := range all {
		fmt.Fprintln(i.out, x.Path())
	}
	return err
}

func clearIndex(ctx context.Context, i *invocation) error {
	all, _, err := i.indexes(ctx)
	for _, x := range all {
		if err := x.Clear(); err != nil {
			return err
		}
	}
	if err == nil {
		i.note("The index was removed.")
	}
	return err
}

func compactIndex(ctx context.Context, i *invocation) error {
	all, err := i.existing(ctx)
	for _, x := range all {
		done, err := x.Compact(i.now(), x.KeepFor())
		if err != nil {
			return err
		}
		i.note("The index has %d kB now, and had %d kB.", done.After>>10, done.Before>>10)
	}
	return err
}

// index opens the index of the account. It sends nothing where the sign-in tells whose it
// is, and there is one.
func (s *session) index(ctx context.Context) (*index.Index, error) {
	switch {
	case s.flags.demo:
		return s.Journals.openIndex(), nil
	case s.profileNow().Store == settings.StoreNone:
		return s.accountIndex(ctx)
	}
	all, known, err := s.indexes(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(all) == 1 && (known || s.is("cached")):
		return all[0], nil
	case s.is("cached"):
		return nil, errNoIndex
	}
	return s.accountIndex(ctx)
}

// accountIndex opens the index of the account as the signed-in user sees it.
func (s *session) accountIndex(ctx context.Context) (*index.Index, error) {
	self, err := s.user(ctx)
	if err != nil {
		return nil, err
	}
	return s.to.Account.(*account).Index(&self)
}

// profileNow is the profile that is open.
func (c *connector) profileNow() settings.Profile {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.profile
}

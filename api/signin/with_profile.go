package signin

import (
	"context"
	"errors"

	"rcfwd/api/tokenstore"
)

// withProfile is the store of a new sign-in. Its first Save keeps the record and the
// profile together, or neither of them: secrets without a profile would lie about, and a
// profile without its sign-in would lead nowhere.
type withProfile struct {
	tokenstore.Store
	keep func(ctx context.Context, save func() error) error // Options.KeepProfile
	kept bool
}

// Save saves the record, the first time with the profile. When that fails, the store
// holds what it held before.
func (s *withProfile) Save(ctx context.Context, r *tokenstore.Record) error {
	if s.kept {
		return s.Store.Save(ctx, r)
	}
	before, _ := s.Store.Load(ctx) // what cannot be read, Save does not replace
	saved := false
	err := s.keep(ctx, func() error {
		err := s.Store.Save(ctx, r)
		saved = err == nil
		return err
	})
	if err != nil && saved {
		return errors.Join(err, s.restore(ctx, before))
	}
	s.kept = err == nil
	return err
}

// restore puts back what the store held, which may be nothing.
func (s *withProfile) restore(ctx context.Context, before *tokenstore.Record) error {
	if before == nil {
		return s.Store.Erase(ctx)
	}
	return s.Store.Save(ctx, before)
}

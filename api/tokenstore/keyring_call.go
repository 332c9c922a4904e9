package tokenstore

import (
	"context"
	"errors"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// Keyring is a keyring of the operating system.
type Keyring interface {
	Get(service, user string) (string, error) // ErrNotFound if there is no such entry
	Set(service, user, secret string) error   // ErrTooBig if the secret is too long
	Delete(service, user string) error        // ErrNotFound if there is no such entry
}

// Errors of a Keyring.
var (
	ErrNotFound  = errors.New("the keyring has no such entry")
	ErrTooBig    = errors.New("the secret is too long for the keyring")
	ErrNoKeyring = errors.New("there is no keyring on this system")
)

// ErrKeyring is the kind of every failure of the keyring itself.
var ErrKeyring = errors.New("the keyring failed")

// keyringTime is how long one call of a keyring may take. A keyring may wait
// until a person unlocks it on another screen, and all else would wait with it.
const keyringTime = 3 * time.Second

func (s *keyringStore) get(ctx context.Context, entry string) (string, error) {
	return s.call(ctx, func() (string, error) { return s.keyring.Get(keyringService, entry) })
}

func (s *keyringStore) set(ctx context.Context, entry, secret string) error {
	_, err := s.call(ctx, func() (string, error) { return "", s.keyring.Set(keyringService, entry, secret) })
	return err
}

func (s *keyringStore) remove(ctx context.Context, entry string) error {
	_, err := s.call(ctx, func() (string, error) { return "", s.keyring.Delete(keyringService, entry) })
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// call waits up to keyringTime for do. When do returns later than that, the next
// call still waits for it: otherwise do could put back what is out of date.
func (s *keyringStore) call(ctx context.Context, do func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, keyringTime, ErrKeyring)
	defer cancel()
	select {
	case s.busy <- struct{}{}:
	case <-ctx.Done():
		return "", timeoutError(ctx)
	}
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		r.err = Guard(s.caught, func() (err error) {
			r.text, err = do()
			return err
		})
		<-s.busy
		done <- r
	}()
	select {
	case r := <-done:
		return r.text, keyringError(r.err)
	case <-ctx.Done():
		return "", timeoutError(ctx)
	}
}

func timeoutError(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), ErrKeyring) {
		return settings.UserErrorf(ErrKeyring, "The keyring did not answer within %v. Unlock it and try again, or choose another store.", keyringTime)
	}
	return ctx.Err()
}

// keyringError words a failure. The system's tools may quote what they were
// given, so no more than 100 bytes of their text are passed on.
func keyringError(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrNotFound), errors.Is(err, ErrPanicked):
		return err
	case errors.Is(err, ErrTooBig):
		return settings.UserErrorf(ErrKeyring, "The sign-in is too large for the keyring. Choose another store.")
	case errors.Is(err, ErrNoKeyring):
		return settings.UserErrorf(ErrKeyring, "rcfwd found no keyring on this system. Choose another store.")
	}
	text := rest.Clean(err.Error())
	if len(text) > 100 {
		text = text[:100]
	}
	return settings.UserErrorf(ErrKeyring, "The keyring cannot be used (%s). If it is locked, unlock it. Otherwise choose another store.", text)
}

//go:build windows || darwin

package tokenstore

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// systemKeyring is the keyring of this system.
type systemKeyring struct{}

func (systemKeyring) Get(service, user string) (string, error) {
	secret, err := keyring.Get(service, user)
	return secret, ownError(err)
}

func (systemKeyring) Set(service, user, s string) error {
	return ownError(keyring.Set(service, user, s))
}

func (systemKeyring) Delete(service, user string) error {
	return ownError(keyring.Delete(service, user))
}

// ownError returns the error of this package for one of package keyring.
func ownError(err error) error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooBig
	}
	return err
}

package signin

import (
	"errors"
	"rcfwd/api/settings"
)

// errPanicked is the kind of what ended with a panic.
var errPanicked = errors.New("panicked")

// guard has do run, and tells caught of a panic in it.
func guard(caught func(any), do func() error) (err error) {
	if caught == nil {
		return do()
	}
	defer func() {
		if p := recover(); p != nil {
			caught(p)
			err = settings.UserErrorf(errPanicked, "Something in rcfwd failed at the sign-in. Try again; if it fails once more, start rcfwd again.")
		}
	}()
	return do()
}

package tokenstore

import (
	"errors"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// ErrPanicked is the kind of the error of a function that panicked.
var ErrPanicked = errors.New("panicked")

// Guard calls do. A panic of do is passed to caught and becomes an error of the
// kind ErrPanicked; with a nil caught it goes on.
func Guard(caught func(any), do func() error) (err error) {
	report := caught
	if caught != nil {
		report = func(p any) {
			caught(p)
			err = settings.UserErrorf(ErrPanicked, "rcfwd itself failed during the sign-in. Try again. If it fails again, restart rcfwd.")
		}
	}
	rest.Guard(func() { err = do() }, report)()
	return err
}

package settings

import (
	"fmt"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// userError is a problem that a person can fix. Its text says how, and api.Explain
// shows it as it is.
type userError struct {
	text string
	kind error // for errors.Is; may be nil
}

// UserErrorf returns an error for people: sentences that say what is wrong and what
// to do. kind is what errors.Is finds in it, or nil. The text is cleaned.
func UserErrorf(kind error, format string, args ...any) error {
	return &userError{text: rest.Clean(fmt.Sprintf(format, args...)), kind: kind}
}

// Error returns the sentences.
func (e *userError) Error() string { return e.text }

// Unwrap returns the kind and the error type that api.Explain shows as it is.
func (e *userError) Unwrap() []error {
	all := []error{api.ValidationError{Text: e.text}}
	if e.kind != nil {
		all = append(all, e.kind)
	}
	return all
}

// Advise returns a sentence that says how to set a key of a profile in config.toml, with
// the line to write.
func Advise(f Folders, profile, key string, value any) string {
	return fmt.Sprintf("To change that, write under [profiles.%s] in %s: %s = %s", profile, f.ConfigFile(), key, asTOML(value))
}

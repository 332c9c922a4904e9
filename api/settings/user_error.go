package settings

import (
	"fmt"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// userError is something that a person can mend. Its text says how, and
// api.Explain shows it as it is.
type userError struct {
	text string
	kind error // what errors.Is finds; may be nil
}

func UserErrorf(kind error, format string, args ...any) error {
	return &userError{text: rest.Clean(fmt.Sprintf(format, args...)), kind: kind}
}

// Error is the sentence.
func (t *userError) Error() string { return t.text }

// Unwrap leads to the kind, and to the problem that api.Explain looks for.
func (t *userError) Unwrap() []error {
	all := []error{api.ValidationError{Text: t.text}}
	if t.kind != nil {
		all = append(all, t.kind)
	}
	return all
}

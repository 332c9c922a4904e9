package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrShape is the error of a Reader for an answer that lacks what it should hold.
// The same request would be answered the same way again, so it is not repeated.
var ErrShape = errors.New("the answer lacks required data")

// Other ways in which a good status comes with a useless body. A garbled one was cut
// short, or comes from something in front of the service, and may be whole the next
// time.
var (
	errGarbled = errors.New("the answer is not complete JSON")
	errLong    = fmt.Errorf("the answer is longer than %d MiB", maxReply>>20)
)

// Reader reads a body that is whole JSON. Its error is ErrShape. A nil Reader is for
// an answer that has no body; a page of something in front of the service is none.
type Reader func(json.RawMessage) error

// Into returns a Reader that decodes the body into out.
func Into(out any) Reader {
	return func(raw json.RawMessage) error {
		if json.Unmarshal(raw, out) != nil {
			return ErrShape
		}
		return nil
	}
}

func (g reply) read(with Reader) error {
	switch {
	case with == nil && (len(bytes.TrimSpace(g.body)) == 0 || json.Valid(g.body)):
		return nil
	case with == nil:
		return errGarbled
	case g.broken != nil:
		return g.broken
	case !g.any && !json.Valid(g.body):
		return errGarbled
	}
	return with(g.body)
}

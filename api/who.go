package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"rcfwd/api/rest"
)

// Who says which extension is meant, as people call it. The zero value is the token's own.
type Who struct {
	By   WhoKind
	Text string
}

// WhoKind is what an extension is called by.
type WhoKind string

// The kinds. ByDigits is an extension number or, where none has it, an id.
const (
	ByDigits WhoKind = ""
	ByID     WhoKind = "id"
	ByNumber WhoKind = "ext"
	ByMail   WhoKind = "mail"
	ByName   WhoKind = "name"
)

// maxShortNumber is the largest number of digits of an extension's short number, by the
// public schema; an id has more.
const maxShortNumber = 8

// ParseWho reads how people call an extension: by digits, which are its short number first
// and then its id, by an e-mail address or by its whole name. A prefix, "id:", "ext:",
// "mail:" or "name:", forces one. An empty text and "~" mean the token's own.
//
// An extension number may be written as people dial it, as in "x104" or "ext. 104".
func ParseWho(text string) (Who, error) {
	kind, rest := selector(text, string(ByID), string(ByNumber), string(ByMail), string(ByName))
	switch {
	case rest == "" && kind == "", text == "~":
		return Who{By: ByID}, nil
	case rest == "":
		return Who{}, fmt.Errorf("%s: needs a word after it", kind)
	case kind == string(ByID) || kind == string(ByNumber):
		if !isDigits(rest) {
			return Who{}, fmt.Errorf("%s:%s: an id and an extension number have digits alone", kind, rest)
		}
		return Who{WhoKind(kind), rest}, nil
	case kind != "":
		return Who{WhoKind(kind), rest}, nil
	case isDigits(rest) && len(rest) > maxShortNumber:
		return Who{ByID, rest}, nil
	case isDigits(rest):
		return Who{ByDigits, rest}, nil
	case strings.Contains(rest, "@"):
		return Who{ByMail, rest}, nil
	}
	if number, err := ReadExtension(rest); err == nil {
		return ParseWho(number)
	}
	return Who{ByName, rest}, nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// String is w as ParseWho reads it.
func (w Who) String() string {
	if w.By == ByDigits {
		return w.Text
	}
	return string(w.By) + ":" + w.Text
}

// asked is w as a person would say it: a name and an address tell by themselves what they are.
func (w Who) asked() string {
	if w.By == ByName || w.By == ByMail {
		return w.Text
	}
	return w.String()
}

// FindWho finds the extension that is meant. An id alone needs no request. The error is a
// *NotFoundError where there is none, and an *AmbiguousError where there are several.
func (c *Client) FindWho(ctx context.Context, w Who) (Extension, error) {
	switch w.By {
	case ByID:
		return Extension{ID: w.Text}, nil
	case ByNumber:
		e, err := c.FindExtension(ctx, w.Text)
		return e, noneCalled(w, err)
	case ByMail:
		return c.oneOf(ctx, w, url.Values{"email": {w.Text}, "perPage": {"1000"}}, func(Extension) bool { return true })
	case ByName:
		return c.oneOf(ctx, w, url.Values{"perPage": {"1000"}}, func(e Extension) bool { return strings.EqualFold(e.Name, w.Text) })
	}
	e, err := c.FindExtension(ctx, w.Text)
	if !errors.Is(err, ErrNoExtension) {
		return e, err
	}
	byID, errID := c.extensionAt(ctx, c.AccountPath("extension", w.Text))
	if rest.Is(errID, "CMN-102") {
		return e, noneCalled(w, err)
	}
	return byID, errID
}

// noneCalled makes the error of a search that found nothing name what was asked for.
func noneCalled(w Who, err error) error {
	if errors.Is(err, ErrNoExtension) {
		return &NotFoundError{What: "extension", Text: w.asked()}
	}
	return err
}

// oneOf returns the one extension of a list that is meant.
func (c *Client) oneOf(ctx context.Context, w Who, query url.Values, is func(Extension) bool) (Extension, error) {
	records, err := c.list(ctx, &rest.Request{Op: opListPeople, Method: http.MethodGet, Path: c.AccountPath("extension"), Query: query})
	if err != nil {
		return Extension{}, err
	}
	var found []Extension
	all, _, err := readAll(opListPeople, records, readExtension)
	for _, e := range all {
		if is(e) {
			found = append(found, e)
		}
	}
	switch {
	case len(found) == 0 && err != nil:
		return Extension{}, err
	case len(found) == 0:
		return Extension{}, &NotFoundError{"extension", w.asked(), similar(all, w.Text)}
	case len(found) > 1:
		return Extension{}, &AmbiguousError{"extension", w.String(), listOf(found, func(e Extension) string {
			return "id:" + e.ID + " (" + strings.TrimSpace(e.Number+" "+e.Name) + ")"
		})}
	}
	return found[0], nil
}

// maxSimilar is how many extensions an error names.
const maxSimilar = 5

// similar returns the extensions that have a word of text in their names, as they can be
// asked for.
func similar(all []Extension, text string) []string {
	var found []string
	for _, e := range all {
		for word := range strings.FieldsSeq(strings.ToLower(text)) {
			if strings.Contains(strings.ToLower(e.Name), word) && len(found) < maxSimilar {
				found = append(found, "ext:"+e.Number+" ("+e.Name+")")
				break
			}
		}
	}
	return found
}

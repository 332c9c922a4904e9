package rest

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// ParsePath reads a path of the API as a person writes it, with its query: it starts with
// /restapi/ and can lead nowhere else. The path that it returns is escaped. The error says
// what to write instead.
func ParsePath(s string) (path string, query url.Values, err error) {
	path, rawQuery, _ := strings.Cut(s, "?")
	if err := checkPath(path); err != nil {
		return "", nil, err
	}
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", nil, errors.New("this is no path; write it like /restapi/v1.0/account/~/extension")
	}
	query, err = url.ParseQuery(rawQuery)
	if err != nil || strings.Contains(rawQuery, "#") {
		return "", nil, errors.New("the query cannot be read; write it like ?page=2&perPage=100, and special characters as %23")
	}
	for name := range query {
		if err := CheckParameter(name); err != nil {
			return "", nil, err
		}
	}
	return u.EscapedPath(), query, nil
}

// CheckParameter returns an error for a parameter of a query that would send a token in an
// address, or make another method of a request.
func CheckParameter(name string) error {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "access_token":
		return errors.New("an address must not contain access_token; rcfwd sends the token in a header")
	case "_method":
		return errors.New("_method is refused; write the method before the path")
	}
	return nil
}

// checkPath refuses what a server or a proxy could read as another path, however often it
// is escaped.
func checkPath(path string) error {
	if !strings.HasPrefix(path, "/restapi/") {
		return errors.New("PATH must start with /restapi/, without a server")
	}
	for range len(path) {
		if err := checkPlainPath(path); err != nil {
			return err
		}
		plain, err := url.PathUnescape(path)
		if err != nil {
			return errors.New("PATH has a % without two hexadecimal digits; write %25 for the character")
		}
		if plain == path {
			return nil
		}
		if strings.Count(plain, "/") != strings.Count(path, "/") {
			return errors.New("PATH must not contain an escaped slash")
		}
		path = plain
	}
	return nil
}

func checkPlainPath(path string) error {
	switch {
	case strings.ContainsFunc(path, unicode.IsControl):
		return errors.New("PATH must not contain control characters")
	case strings.ContainsAny(path, `\#`):
		return errors.New("PATH must not contain a backslash or a #")
	}
	for i, element := range strings.Split(path, "/")[1:] {
		name, _, _ := strings.Cut(element, ";")
		switch {
		case name == "." || name == "..":
			return errors.New("the elements . and .. must not be in PATH")
		case name == "" && i < strings.Count(path, "/")-1:
			return errors.New("PATH must not contain an empty element")
		case i == 1 && strings.EqualFold(strings.TrimSpace(name), "oauth"):
			return errors.New("the calls of the sign-in are refused; use rcfwd login and rcfwd logout")
		}
	}
	return nil
}

package api

import (
	"encoding/json"
	"net/http"

	"rcfwd/api/rest"
)

// readAll reads records that are not null.
func readAll[T any](op rest.Operation, records []json.RawMessage, read func(json.RawMessage) (T, error)) ([]T, error) {
	all := make([]T, 0, len(records))
	for _, raw := range records {
		if string(raw) == "null" {
			continue
		}
		v, err := read(raw)
		if err != nil {
			return nil, rest.Unusable(op, http.StatusOK, nil, err)
		}
		all = append(all, v)
	}
	return all, nil
}

// unique drops what has the key of something before it: records move between
// pages when the list is edited while it is read.
func unique[T any](all []T, key func(T) string) []T {
	had := map[string]bool{}
	var kept []T
	for _, v := range all {
		if k := key(v); k == "" || !had[k] {
			had[k] = true
			kept = append(kept, v)
		}
	}
	return kept
}

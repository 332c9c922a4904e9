package api

import (
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// StoredName is the name of the rule as the service sent it, where Name is clean.
func (r *Rule) StoredName() string {
	w, _ := jsonobj.Read(r.raw)
	return storedAs(r.Name, w.Str("name"), w.Str("displayName"))
}

// StoredName is the name of the target as the service sent it, where Name is clean.
func (t *Target) StoredName() string {
	w, _ := jsonobj.Read(t.raw)
	return storedAs(t.Name, w.Str("name"), w.Str("label"), w.Object("device").Str("name"))
}

// storedAs is the one of some texts that is clean when it is cleaned; clean for none.
func storedAs(clean string, texts ...string) string {
	for _, text := range texts {
		if rest.Clean(text) == clean {
			return text
		}
	}
	return clean
}

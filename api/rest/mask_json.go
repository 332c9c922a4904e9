package rest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"rcfwd/api/jsonobj"
)

// secretParts are what the names of members that hold a secret contain, in lower case;
// secretEnds are what they end with.
var (
	secretParts = []string{"password", "passwd", "passcode", "passphrase", "secret", "token", "credential", "assertion", "apikey", "privatekey", "code_verifier", "codeverifier"}
	secretEnds  = []string{"pin", "answer", "authorizationid"}
)

// MaskSecrets returns a JSON text with *** for the value of every member that may be a
// secret by its name, such as password, ivrPin or accessToken, at any depth. The rest of
// the text stays as it is.
func MaskSecrets(raw json.RawMessage) json.RawMessage {
	if o, is := jsonobj.Read(raw); is {
		for i, m := range o {
			o[i].Value = maskMember(m.Name, m.Value)
		}
		return o.Raw()
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return raw
	}
	for i := range list {
		list[i] = MaskSecrets(list[i])
	}
	return jsonobj.Array(list)
}

func maskMember(name string, value json.RawMessage) json.RawMessage {
	if holdsSecret(name) && string(value) != "null" {
		return json.RawMessage(`"` + masked + `"`)
	}
	return MaskSecrets(value)
}

// holdsSecret reports whether a member with this name may hold a secret.
func holdsSecret(name string) bool {
	name = strings.ToLower(name)
	return isSecret(name) || slices.ContainsFunc(secretParts, func(p string) bool { return strings.Contains(name, p) }) ||
		slices.ContainsFunc(secretEnds, func(e string) bool { return strings.HasSuffix(name, e) })
}

// MaskValues returns a query with *** for the values of parameters that may be secrets.
func MaskValues(query url.Values) url.Values {
	shown := url.Values{}
	for name, values := range query {
		if holdsSecret(name) {
			values = []string{masked}
		}
		shown[name] = values
	}
	return shown
}

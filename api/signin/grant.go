package signin

import "net/url"

// grant is what the form of a token call holds, besides the app.
type grant struct {
	form    url.Values
	secrets []string // those of the values that must not be printed
}

// jwtGrant presents a personal JWT (dossier section 2.2). It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func jwtGrant(assertion string) grant {
	return grant{
		form: url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
			"assertion":  {assertion},
		},
		secrets: []string{assertion},
	}
}

// refreshGrant presents a refresh token, which works once.
func refreshGrant(token string) grant {
	return grant{
		form:    url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}},
		secrets: []string{token},
	}
}

// passwordGrant presents a user's password, which RingCentral has retired (dossier
// section 2.3). It is not inlined: its copies would make the program larger.
//
//go:noinline
func passwordGrant(user, extension, password string) grant {
	g := grant{
		form:    url.Values{"grant_type": {"password"}, "username": {user}, "password": {password}},
		secrets: []string{password},
	}
	if extension != "" {
		g.form.Set("extension", extension)
	}
	return g
}

// codeGrant presents the code from the browser, with the verifier that proves that
// the sign-in there was ours (dossier section 2.1). It is not inlined: its copies would make
// the program larger.
//
//go:noinline
func codeGrant(code, verifier, redirect string) grant {
	return grant{
		form: url.Values{
			"grant_type":    {"authorization_code"},
			"code":          {code},
			"code_verifier": {verifier},
			"redirect_uri":  {redirect},
		},
		secrets: []string{code, verifier},
	}
}

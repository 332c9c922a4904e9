package signin

import "net/url"

// grant is what a token call sends in its form, besides the app.
type grant struct {
	form    url.Values
	secrets []string // those of the form's values that nobody may read
}

// jwtGrant presents a personal JWT (dossier section 2.2).
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

// passwordGrant presents a user's password, the retired way (dossier section 2.3).
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

// codeGrant presents what the browser brought back, with the verifier
// that shows that we sent it there (dossier section 2.1).
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

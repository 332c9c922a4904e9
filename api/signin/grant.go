package signin

import "net/url"

// grant is what a token call sends in its form, besides the app.
type grant struct {
	form    url.Values
	secrets []string // those of the form's values that nobody may read
}

// jwt presents a personal JWT (dossier section 2.2).
func jwt(assertion string) grant {
	return grant{
		form: url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
			"assertion":  {assertion},
		},
		secrets: []string{assertion},
	}
}

// refresh presents a refresh token, which works once.
func refresh(token string) grant {
	return grant{
		form:    url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}},
		secrets: []string{token},
	}
}

package sandbox

import (
	"errors"
	"maps"
	"net/url"
)

// formFields are the fields that the user fills in. The form also carries the
// parameters of the authorize request.
var formFields = []string{"username", "extension", "password", "sign_in", "deny"}

// signIn is POST /sandbox/sign-in, the target of the form of the sign-in page.
// The path is the sandbox's own: RingCentral's login pages are a web site
// outside the API, without rate limits but with the lock-out.
//
// The form has username, extension and password, and deny to refuse the
// application. It repeats the authorize request, which is checked again, so the
// sandbox keeps no state for users who open the page and leave.
func (c *call) signIn() (result, error) {
	form, err := c.form()
	if err != nil {
		return result{}, err
	}
	if c.authorization, err = c.readAuthorization(form); err != nil {
		return result{}, err
	}
	if word, description := c.authorization.refusal(); word != "" {
		return c.sendBack(url.Values{"error": {word}, "error_description": {description}}), nil
	}
	if form.Has("deny") {
		return c.sendBack(url.Values{"error": {"access_denied"}}), nil // RFC 6749, 4.1.2.1
	}
	c.formValues = form
	owner, err := c.logOn(form.Get("username"), form.Get("extension"), form.Get("password"))
	if err != nil {
		return result{}, err
	}
	return c.sendCode(c.newCode(c.authorization, owner)), nil
}

// requestParams returns the parameters of the authorize request, without the
// user's fields.
func requestParams(form url.Values) url.Values {
	params := maps.Clone(form)
	for _, name := range formFields {
		params.Del(name)
	}
	return params
}

// asPage replaces a refusal by a page if a person will read it, with the form
// if the request is valid.
func (c *call) asPage(rep reply, err error) reply {
	var p *problem
	if !errors.As(err, &p) || !c.wantsPage() {
		return rep
	}
	rep.body = c.signInPage(p)
	page(rep.body).headers(rep.header)
	return rep
}

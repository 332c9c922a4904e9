package sandbox

import (
	"errors"
	"maps"
	"net/url"
)

// formFields are the fields of the form that are the person's and not the
// request's, which the form carries along.
var formFields = []string{"username", "extension", "password", "sign_in", "deny"}

// signIn is POST /sandbox/sign-in, where the form of the sign-in page goes. The
// path is the sandbox's own, and RingCentral has nothing like it: its login
// pages are a web site, no part of the API and of no rate limit. They have the
// lock-out.
//
// The form's fields are username, extension and password, and deny to turn the
// application away. The page sends the request of the authorize call along, and
// it is checked again, so that the sandbox keeps nothing of people who looked
// at the page and left.
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

// requestParams leaves the request alone.
func requestParams(form url.Values) url.Values {
	asked := maps.Clone(form)
	for _, name := range formFields {
		asked.Del(name)
	}
	return asked
}

// asPage turns a refusal into a page where a person is to read it: with the
// form again if the request is sound.
func (c *call) asPage(rep reply, err error) reply {
	var p *problem
	if !errors.As(err, &p) || !c.wantsPage() {
		return rep
	}
	rep.body = c.signInPage(p)
	page(rep.body).headers(rep.header)
	return rep
}

package sandbox

import (
	_ "embed"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
)

// page is the body of a reply for a browser.
type page []byte

// headersOfPages keep a browser from storing the page, from framing it, and
// from loading anything for it.
var headersOfPages = map[string]string{
	"Content-Type":            "text/html; charset=utf-8",
	"Cache-Control":           "no-store",
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
	"Referrer-Policy":         "no-referrer",
}

func (p page) headers(h http.Header) {
	for name, value := range headersOfPages {
		h.Set(name, value)
	}
}

//go:embed signin_page.html
var pageFrame string

// Parts of the page. Every line ends in a newline. compose escapes the values
// that replace $Name.
const (
	problemPart = `<p role="alert"><strong>$Message</strong>$Code</p>
`
	formPart = `<p>The application $App wants to act for you. Sign in with the values of RC_USERNAME, RC_EXTENSION and
RC_PASSWORD that the sandbox was started with.</p>
<form method="post" action="$Action">
`
	paramPart = `<input type="hidden" name="$Name" value="$Value">
`
	fieldsPart = `<label for="username">Phone number or e-mail</label>
<input id="username" name="username" value="$Username" autocomplete="off">
<label for="extension">Extension, with a company number</label>
<input id="extension" name="extension" value="$Extension" autocomplete="off">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="off">
<button name="sign_in" value="yes">Sign in</button>
<button name="deny" value="yes">Do not let it in</button>
</form>
`
)

// compose expands a part of the page with escaped values, as text or as quoted
// attributes. html/template could do it too, but it keeps every method of every
// type in the program alive, since a template may call any: a megabyte and
// more.
func compose(part string, texts map[string]string) string {
	return os.Expand(part, func(name string) string { return escaper.Replace(texts[name]) })
}

// escaper escapes text for HTML. Package html would do, but it links the names of all 2,231
// entities with it, for unescaping: 45 kB.
var escaper = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// signInPage shows a problem, if any, and the form, if its request can be
// answered.
func (c *call) signInPage(p *problem) page {
	var parts strings.Builder
	if p != nil {
		code := ""
		if p.code != "" {
			code = " (" + p.code + ")"
		}
		parts.WriteString(compose(problemPart, map[string]string{"Message": p.message, "Code": code}))
	}
	if c.authorization != nil {
		parts.WriteString(c.signInForm())
	}
	return page(strings.Replace(pageFrame, "$Parts\n", parts.String(), 1))
}

// signInForm repeats the request and the values that were entered before.
func (c *call) signInForm() string {
	var b strings.Builder
	b.WriteString(compose(formPart, map[string]string{"App": c.authorization.app.ClientID, "Action": signInPath}))
	for _, name := range slices.Sorted(maps.Keys(c.authorization.params)) {
		b.WriteString(compose(paramPart, map[string]string{"Name": name, "Value": c.authorization.params.Get(name)}))
	}
	username := c.formValues.Get("username")
	if c.formValues == nil {
		username = c.authorization.params.Get("login_hint")
	}
	b.WriteString(compose(fieldsPart, map[string]string{"Username": username, "Extension": c.formValues.Get("extension")}))
	return b.String()
}

// wantsPage reports whether a refusal is shown as a page: to a browser, and to
// any client that posts the form without asking for JSON.
func (c *call) wantsPage() bool {
	accept := c.r.Header.Get("Accept")
	switch c.op.path {
	case authorizePath:
		return strings.Contains(accept, "text/html")
	case signInPath:
		return strings.Contains(accept, "text/html") || !strings.Contains(accept, "json")
	}
	return false
}

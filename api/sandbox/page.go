package sandbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// page is the body of a reply that is meant for a person's browser.
type page []byte

// headersOfPages keep a browser from storing the page, from showing it inside
// another, and from fetching anything for it.
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

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// pageData is what page.html shows: what is wrong, the form, or both.
type pageData struct {
	Message, Code       string // of what is wrong; "" is nothing
	Action              string // of the form; "" is no form
	App                 string
	Asked               []pageField // the request, which the form repeats
	Username, Extension string      // what was typed
}

type pageField struct{ Name, Value string }

// signInPage shows a problem, if any, and the form, if the request that it
// would repeat is one that can be answered.
func (c *call) signInPage(p *problem) page {
	var data pageData
	if p != nil {
		data.Message, data.Code = p.message, p.code
	}
	if c.asking != nil {
		data.Action, data.App = signInPath, c.asking.app.ClientID
		data.Asked = fieldsOf(c.asking)
		data.Username, data.Extension = c.typed.Get("username"), c.typed.Get("extension")
		if c.typed == nil {
			data.Username = c.asking.asked.Get("login_hint")
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, data); err != nil {
		panic("sandbox: page.html: " + err.Error()) // our own template
	}
	return b.Bytes()
}

func fieldsOf(a *authorization) []pageField {
	list := []pageField{}
	for _, name := range slices.Sorted(maps.Keys(a.asked)) {
		list = append(list, pageField{name, a.asked.Get(name)})
	}
	return list
}

// wantsPage reports whether a refusal is shown to a person: to a browser, and
// to whatever posts the form without asking for JSON.
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

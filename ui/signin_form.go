package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// signInForm is the draft of a sign-in: the server, the app and the grant.
type signInForm struct {
	why                              string // what ended the last session; empty for a first sign-in
	redirect                         string
	way, profile, server, id, secret *field
	answers                          map[settings.Grant][]answerField
	store                            *field
	start                            SignInRequest
}

// answerField is the field for a question of a grant.
type answerField struct {
	*field
	question signin.Question
}

// demoWay opens the demo, without a sign-in.
const demoWay = "demo"

func newSignInForm(from *SignInRequest, why string, keys KeyMap, st *styles) *signInForm {
	text := func(q signin.Question, value string) *field {
		limit := maxSignInText
		if q.Secret {
			limit = maxSecretText
		}
		f := textField(api.Field(q.Name), q.Label, value, newInput(keys.Text, st, limit))
		f.note = q.Note
		if q.Secret {
			f = secretField(f)
		}
		return f
	}
	d := &signInForm{
		why: why, redirect: from.Redirect, start: *from, answers: map[settings.Grant][]answerField{},
		way:     choiceField(signin.AskGrant),
		profile: text(signin.AskProfile, from.Profile),
		server:  text(signin.AskServer, from.Server),
		id:      text(signin.AskClientID, from.ClientID),
		secret:  text(signin.AskSecret(from.Way != ""), ""),
		store:   choiceField(signin.AskStore),
	}
	for _, g := range settings.Grants {
		for _, q := range signin.Questions(g) {
			d.answers[g] = append(d.answers[g], answerField{text(q, ""), q})
		}
	}
	d.way.setOptions(wayOptions(why))
	d.way.choose(string(from.Way))
	d.store.setOptions(storeOptions())
	d.store.choose(string(from.Store))
	return d
}

func choiceField(q signin.Question) *field { return &field{name: api.Field(q.Name), head: q.Label} }

// secretField hides what is typed into f.
func secretField(f *field) *field {
	f.input.EchoMode = textinput.EchoPassword
	return f
}

// wayOptions is not inlined: its copies would make the program larger.
//
//go:noinline
func wayOptions(why string) []option {
	words := map[settings.Grant]string{settings.GrantCode: "browser", settings.GrantJWT: "JWT", settings.GrantPassword: "password"}
	var options []option
	for _, g := range settings.Grants {
		options = append(options, option{value: string(g), text: words[g]})
	}
	if why == "" {
		options = append(options, option{value: demoWay, text: "demo",
			note: "A RingCentral in memory: no account, no network, nothing is saved."})
	}
	return options
}

func storeOptions() []option {
	var options []option
	for _, s := range settings.Stores {
		options = append(options, option{value: string(s), text: string(s), note: signin.DescribeStore(s)})
	}
	return options
}

func (d *signInForm) title() string {
	if d.why != "" {
		return "Sign in again. " + strings.TrimSpace(strings.ReplaceAll(d.why, "Sign in again.", ""))
	}
	return "Sign in to RingCentral"
}

func (d *signInForm) setFacts(*facts) {}

// chosen returns the fields for the questions of the grant that is chosen.
func (d *signInForm) chosen() []answerField { return d.answers[settings.Grant(d.way.value())] }

func (d *signInForm) fields() []*field {
	if d.way.value() == demoWay {
		return []*field{d.way}
	}
	all := []*field{d.way, d.profile, d.server, d.id, d.secret}
	for _, a := range d.chosen() {
		all = append(all, a.field)
	}
	return append(all, d.store)
}

func (d *signInForm) review() {
	d.way.note = d.wayNote(settings.Grant(d.way.value()))
	for _, f := range d.fields() {
		f.problem = ""
	}
	if err := settings.CheckName(d.profile.value()); err != nil {
		d.profile.problem = sentence(err.Error())
	}
	if _, err := rest.ParseServer(strings.TrimSpace(d.server.value())); err != nil {
		d.server.problem = sentence(err.Error())
	}
	for _, a := range slices.Concat(d.chosen(), []answerField{{d.id, signin.AskClientID}, {d.secret, signin.AskSecret(false)}}) {
		a.problem = a.question.Problem(a.value())
	}
}

// wayNote explains a grant and, to a user without a client id, what it needs in
// the developer console.
func (d *signInForm) wayNote(g settings.Grant) string {
	switch {
	case g == demoWay:
		return "" // drawn with the option
	case d.start.ClientID != "":
		return signin.DescribeGrant(g)
	}
	return signin.DescribeGrant(g) + "\n" + signin.ConsoleSteps(g, d.redirect)
}

// request is the filled-in form.
func (d *signInForm) request() SignInRequest {
	trim := func(f *field) string { return strings.TrimSpace(f.value()) }
	e := d.start
	e.Profile, e.Server, e.Way = trim(d.profile), trim(d.server), settings.Grant(d.way.value())
	e.ClientID, e.ClientSecret = signin.AskClientID.Read(trim(d.id)), signin.AskSecret(false).Read(trim(d.secret))
	e.Store = settings.StoreKind(d.store.value())
	for _, a := range d.chosen() {
		a.question.Answer(&e.Credentials, a.value())
	}
	return e
}

func (d *signInForm) preview() api.Preview {
	preview := func(text string) api.Preview { return api.Preview{Whole: text, Short: text} }
	switch e := d.request(); e.Way {
	case demoWay:
		return preview("")
	case settings.GrantCode:
		return preview("nothing yet; the next step shows an address to open in a browser")
	default:
		return preview("POST " + e.Server + "/restapi/oauth/token, with what you typed; no other host receives it")
	}
}

func (d *signInForm) changed() bool {
	typed := d.secret.value() != "" || d.profile.value() != d.start.Profile || d.server.value() != d.start.Server
	for _, answers := range d.answers {
		for _, a := range answers {
			typed = typed || a.question.Missing != "" && a.value() != ""
		}
	}
	return typed || d.id.value() != d.start.ClientID
}

func (d *signInForm) saves() string {
	switch settings.Grant(d.way.value()) {
	case demoWay:
		return "open the demo"
	case settings.GrantCode:
		return "next step"
	}
	return "sign in"
}

func (d *signInForm) save() intent {
	if d.way.value() == demoWay {
		return openDemo{}
	}
	return signIn{d.request()}
}

// pasteForm shows the address to open in the browser, and takes the address
// that the browser ends at.
type pasteForm struct {
	browser BrowserSignIn
	before  *form // the form before this one
	address *field
	pasted  *field
}

func newPasteForm(v BrowserSignIn, before *form, keys KeyMap, st *styles) *pasteForm {
	d := &pasteForm{browser: v, before: before,
		address: &field{name: "address", head: "Open", fixed: v.URL(), full: true},
		pasted:  secretField(textField("pasted", "Paste", "", newInput(keys.Text, st, maxSecretText))),
	}
	d.address.why = "Open this in a browser, on any machine, and sign in there. " + keys.Form.Copy.Help().Key + " copies it."
	d.pasted.note = "The browser then opens an address that starts with " + v.Redirect() +
		" and may show an error. Paste the whole address, or the code in it, here."
	if note := v.Note(); note != "" {
		d.pasted.note = note + "\n" + d.pasted.note
	}
	return d
}

func (d *pasteForm) title() string        { return "Sign in with the browser" }
func (d *pasteForm) setFacts(*facts)      {}
func (d *pasteForm) fields() []*field     { return []*field{d.address, d.pasted} }
func (d *pasteForm) preview() api.Preview { return api.Preview{} }
func (d *pasteForm) changed() bool        { return false }
func (d *pasteForm) saves() string        { return "sign in" }
func (d *pasteForm) save() intent         { return paste{d.browser, d.pasted.value()} }

func (d *pasteForm) review() {
	d.pasted.problem = ""
	if strings.TrimSpace(d.pasted.value()) == "" {
		d.pasted.problem = "Paste the address that the browser opened last."
	}
}

package ui

import (
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
	jwt, user, extension, password   *field
	store                            *field
	start                            SignInRequest
}

// demoWay opens the demo, without a sign-in.
const demoWay = "demo"

// The fields of a sign-in. They are not parameters of the service.
const (
	fieldWay       api.Field = "way"
	fieldProfile   api.Field = "profile"
	fieldServer    api.Field = "server"
	fieldClient    api.Field = "client"
	fieldSecret    api.Field = "secret"
	fieldJWT       api.Field = "jwt"
	fieldUser      api.Field = "user"
	fieldExtension api.Field = "userExtension"
	fieldPassword  api.Field = "password"
	fieldStore     api.Field = "store"
)

func newSignInForm(from SignInRequest, why string, keys KeyMap, st *styles) *signInForm {
	text := func(name api.Field, head, value string) *field {
		return textField(name, head, value, newInput(keys.Text, st))
	}
	d := &signInForm{
		why: why, redirect: from.Redirect, start: from,
		way:       &field{name: fieldWay, head: "How"},
		profile:   text(fieldProfile, "Profile", from.Profile),
		server:    text(fieldServer, "Server", from.Server),
		id:        text(fieldClient, "Client", from.ClientID),
		secret:    secretField(text(fieldSecret, "Secret", "")),
		jwt:       secretField(text(fieldJWT, "JWT", "")),
		user:      text(fieldUser, "User", ""),
		extension: text(fieldExtension, "Extension", ""),
		password:  secretField(text(fieldPassword, "Password", "")),
		store:     &field{name: fieldStore, head: "Keep in"},
	}
	d.way.setOptions(wayOptions(why))
	d.way.choose(string(from.Way))
	d.store.setOptions(storeOptions())
	d.store.choose(string(from.Store))
	d.server.note = "RingCentral's own is " + settings.Production
	d.secret.note = "empty for an app without one"
	if from.Way != "" {
		d.secret.note = "empty to use the one kept with this profile, or for an app without one"
	}
	d.user.note = "e-mail address or phone number"
	d.extension.note = "empty for a direct number or an e-mail address"
	d.profile.note = "a name for this sign-in, to come back to it"
	d.id.note = "the client id of the app"
	return d
}

// secretField hides what is typed into f.
func secretField(f *field) *field {
	f.input.EchoMode = textinput.EchoPassword
	return f
}

func wayOptions(why string) []option {
	words := map[settings.Grant]string{settings.GrantCode: "browser", settings.GrantJWT: "JWT", settings.GrantPassword: "password"}
	var options []option
	for _, g := range settings.Grants {
		options = append(options, option{value: string(g), text: words[g]})
	}
	if why == "" {
		options = append(options, option{value: demoWay, text: "demo",
			note: "A RingCentral that lives in memory: no account and no network, and nothing is kept."})
	}
	return options
}

func storeOptions() []option {
	var options []option
	for _, s := range settings.Stores {
		options = append(options, option{value: string(s), text: string(s), note: signin.Keeps(s)})
	}
	return options
}

func (d *signInForm) title() string {
	if d.why != "" {
		return "Sign in again. " + strings.TrimSpace(strings.ReplaceAll(d.why, "Sign in again.", ""))
	}
	return "Sign in to RingCentral"
}

func (d *signInForm) setFacts(facts) {}

func (d *signInForm) fields() []*field {
	switch d.way.value() {
	case demoWay:
		return []*field{d.way}
	case string(settings.GrantJWT):
		return []*field{d.way, d.profile, d.server, d.id, d.secret, d.jwt, d.store}
	case string(settings.GrantPassword):
		return []*field{d.way, d.profile, d.server, d.id, d.secret, d.user, d.extension, d.password, d.store}
	}
	return []*field{d.way, d.profile, d.server, d.id, d.secret, d.store}
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
	for f, what := range map[*field]string{
		d.id: "The client id is on the app's page in the developer console.", d.jwt: "Paste the JWT from the developer console.",
		d.user: "Type the e-mail address or phone number you sign in with.", d.password: "Type the password.",
	} {
		if strings.TrimSpace(f.value()) == "" {
			f.problem = what
		}
	}
}

// wayNote explains a grant and, to a user without a client id, what it needs in
// the developer console.
func (d *signInForm) wayNote(g settings.Grant) string {
	switch {
	case g == demoWay:
		return "" // drawn with the option
	case d.start.ClientID != "":
		return signin.Means(g)
	}
	return signin.Means(g) + "\n" + signin.Needs(g, d.redirect)
}

// request is the filled-in form.
func (d *signInForm) request() SignInRequest {
	trim := func(f *field) string { return strings.TrimSpace(f.value()) }
	e := d.start
	e.Profile, e.Server, e.Way = trim(d.profile), trim(d.server), settings.Grant(d.way.value())
	e.ClientID, e.ClientSecret = trim(d.id), trim(d.secret)
	e.Store = settings.StoreKind(d.store.value())
	switch e.Way {
	case settings.GrantJWT:
		e.JWT = strings.Join(strings.Fields(d.jwt.value()), "")
	case settings.GrantPassword:
		e.User, e.Extension, e.Password = trim(d.user), trim(d.extension), d.password.value()
	}
	return e
}

func (d *signInForm) preview() api.Preview {
	preview := func(text string) api.Preview { return api.Preview{Whole: text, Short: text} }
	switch e := d.request(); e.Way {
	case demoWay:
		return preview("")
	case settings.GrantCode:
		return preview("nothing yet: next comes the address to open in a browser, on any machine")
	default:
		return preview("POST " + e.Server + "/restapi/oauth/token, with what you typed, and to nobody else")
	}
}

func (d *signInForm) changed() bool {
	for _, f := range []*field{d.secret, d.jwt, d.user, d.password} {
		if f.value() != "" {
			return true
		}
	}
	return d.id.value() != d.start.ClientID
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
		pasted:  secretField(textField("pasted", "Paste", "", newInput(keys.Text, st))),
	}
	d.address.why = "Open this in a browser, on any machine, and sign in there. " + keys.Form.Copy.Help().Key + " copies it."
	d.pasted.note = "The browser ends at an address that starts with " + v.Redirect() +
		" and perhaps cannot show it. Paste that whole address here, or the code in it."
	return d
}

func (d *pasteForm) title() string        { return "Sign in with the browser" }
func (d *pasteForm) setFacts(facts)       {}
func (d *pasteForm) fields() []*field     { return []*field{d.address, d.pasted} }
func (d *pasteForm) preview() api.Preview { return api.Preview{} }
func (d *pasteForm) changed() bool        { return false }
func (d *pasteForm) save() intent         { return paste{d.browser, d.pasted.value()} }

func (d *pasteForm) review() {
	d.pasted.problem = ""
	if strings.TrimSpace(d.pasted.value()) == "" {
		d.pasted.problem = "Paste the address that the browser ends at."
	}
}

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/api/tokenstore"
	"rcfwd/ui"
)

// loginDialog asks the questions of rcfwd login that no flag answers.
type loginDialog struct {
	loginFlags
	flags     flags
	connector *connector
	ask       *prompter
	request   ui.SignInRequest // what is answered so far
}

// run asks for all but the credentials.
func (d *loginDialog) run() error {
	for _, step := range []func() error{d.checkFlags, d.askProfile, d.askServer, d.askWay, d.askClientID, d.askStore, d.askSecret, d.readJWT} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// checkFlags returns an error for a flag that names no choice, before anything is asked.
func (d *loginDialog) checkFlags() error {
	return cmp.Or(known("sign-in method", d.way, settings.Grants), known("store", d.store, settings.Stores))
}

// known returns an error for a flag that is given and names none of all.
func known[T ~string](what, flag string, all []T) error {
	if flag == "" || slices.Contains(all, T(flag)) {
		return nil
	}
	return usageError{settings.UserErrorf(nil, "Unknown %s %q. Use %s.", what, flag, alternatives(all))}
}

func (d *loginDialog) askProfile() error {
	name := d.flags.profile
	if name == "" {
		answer, err := d.ask.ask(question{
			text: signin.AskProfile.Prompt, fallback: cmp.Or(os.Getenv(settings.EnvProfile), d.connector.SignInRequest("").Profile),
			read: checked("Use letters, digits, - and _ in a profile name, at most 40.", settings.CheckName),
		})
		if err != nil {
			return err
		}
		name = answer
	}
	d.request = d.connector.SignInRequest(name)
	d.request.Profile = name
	d.request.Redirect = cmp.Or(d.redirect, d.request.Redirect)
	return nil
}

func (d *loginDialog) askServer() (err error) {
	if d.flags.server != "" {
		d.request.Server = d.flags.server
		return nil
	}
	d.request.Server, err = d.ask.ask(question{
		text: signin.AskServer.Prompt, fallback: cmp.Or(d.request.Server, settings.Production), public: true,
		read: checked("Enter a server address such as "+settings.Production+".", func(text string) error {
			_, err := rest.ParseServer(text)
			return err
		}),
	})
	return err
}

// checked returns a function for question.read that takes what passes a check.
func checked(sentence string, check func(string) error) func(string) (string, error) {
	return func(text string) (string, error) {
		if check(text) != nil {
			return "", settings.UserErrorf(nil, "%s", sentence)
		}
		return text, nil
	}
}

func (d *loginDialog) askWay() (err error) {
	d.request.Way, err = choose(d.ask, d.way, signin.AskGrant.Prompt, settings.Grants, signin.DescribeGrant, d.request.Way)
	if err == nil {
		d.ask.print(signin.ConsoleSteps(d.request.Way, d.request.Redirect))
	}
	return err
}

func (d *loginDialog) askClientID() (err error) {
	if d.clientID != "" {
		d.request.ClientID = d.clientID
		return nil
	}
	d.request.ClientID, err = d.ask.credential(signin.AskClientID, d.request.ClientID)
	return err
}

// askStore asks for the store, and again for one that a person can choose instead of one
// that takes nothing.
func (d *loginDialog) askStore() (err error) {
	for {
		d.request.Store, err = choose(d.ask, d.store, signin.AskStore.Prompt, settings.Stores, signin.DescribeStore, d.request.Store)
		if err != nil {
			return err
		}
		a := d.connector.beginSignIn(&d.request)
		if err := a.probeSettings(); err != nil {
			return errors.New(api.Explain(err).String())
		}
		if err = a.probeStore(); err == nil {
			return nil
		}
		err = errors.New(api.Explain(err).String())
		if d.store != "" || !d.ask.lines.person() {
			return err
		}
		d.ask.print(err.Error())
	}
}

// askSecret takes the secret of the app from the environment, if that is of this app, or
// asks for it.
func (d *loginDialog) askSecret() (err error) {
	if app := signin.AppInEnvironment(os.Getenv); app.ClientID == "" || app.ClientID == d.request.ClientID {
		d.request.ClientSecret = app.ClientSecret
	}
	if d.jwtFile == "-" && !d.ask.lines.person() || d.request.ClientSecret != "" {
		return nil
	}
	return d.typeSecret()
}

func (d *loginDialog) typeSecret() error {
	known := d.connector.SignInRequest(d.request.Profile).Way != ""
	secret, err := d.ask.credential(signin.AskSecret(known), "")
	d.request.ClientSecret = secret
	return err
}

// askApp asks for the app again, of which something was wrong.
func (d *loginDialog) askApp() error {
	if err := d.askClientID(); err != nil {
		return err
	}
	return d.typeSecret()
}

// choose returns the one of all that the flag names, or asks for it. An empty answer
// means fallback, or the first.
func choose[T ~string](ask *prompter, flag, question string, all []T, means func(T) string, fallback T) (T, error) {
	if flag != "" {
		return T(flag), nil
	}
	var lines []string
	for _, c := range all {
		lines = append(lines, string(c)+"\t"+means(c))
	}
	answer, err := ask.choice(question, lines, cmp.Or(string(fallback), string(all[0])))
	return T(answer), err
}

// alternatives lists words for a sentence, such as "code, jwt or password".
func alternatives[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// readJWT reads the JWT from a file, when the flags name one. A person at a terminal is
// asked for it, as for any secret.
func (d *loginDialog) readJWT() error {
	if d.jwtFile == "" || d.request.Way != settings.GrantJWT || d.jwtFile == "-" && d.ask.lines.person() {
		return nil
	}
	from := os.Stdin
	if d.jwtFile != "-" {
		file, err := os.Open(d.jwtFile)
		if err != nil {
			return fmt.Errorf("cannot read the JWT: %w", err)
		}
		defer file.Close()
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, 64<<10))
	if err != nil || strings.TrimSpace(string(text)) == "" {
		return err
	}
	d.request.JWT, err = tokenstore.ReadJWT(string(text))
	return err
}

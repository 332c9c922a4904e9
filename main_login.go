package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// loginFlags answer questions of the login before they are asked. None of them
// is a secret.
type loginFlags struct {
	way, clientID, store, redirect, jwtFile string
}

func loginCommand() *cobra.Command {
	var f flags
	var l loginFlags
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in, question by question",
		Long: "login asks in plain lines which server, which app and how, and keeps the sign-in under a profile.\n" +
			"A question that a flag answers is not asked. No secret is taken from a flag: it is asked for without\n" +
			"echo, or read from the file that --jwt-file names, - being the standard input.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return login(cmd.Context(), f, l) },
	}
	own := cmd.Flags()
	profileFlags(cmd, &f)
	own.StringVar(&f.server, "server", "", "address of the RingCentral server")
	own.StringVar(&l.way, "way", "", "code (browser), jwt or password")
	own.StringVar(&l.clientID, "client-id", "", "client id of the app")
	own.StringVar(&l.redirect, "redirect", "", "redirect URI of the app (default: "+settings.DefaultRedirect+")")
	own.StringVar(&l.store, "store", "", "where to keep the sign-in: file, keyring or none")
	own.StringVar(&l.jwtFile, "jwt-file", "", "file that holds the JWT; - is the standard input")
	return cmd
}

// sensible refuses what cannot be meant, before anything is asked.
func (l loginFlags) sensible(f flags) error {
	if f.profile != "" {
		if err := settings.CheckName(f.profile); err != nil {
			return err
		}
	}
	if f.server != "" {
		if _, err := rest.ParseServer(f.server); err != nil {
			return err
		}
	}
	if l.redirect != "" {
		_, err := settings.ParseRedirect(l.redirect)
		return err
	}
	return nil
}

func profileFlags(cmd *cobra.Command, f *flags) {
	cmd.Flags().StringVar(&f.profile, "profile", "", "name of the profile (also RCFWD_PROFILE)")
}

// login asks what is not answered yet and signs in.
func login(ctx context.Context, f flags, l loginFlags) error {
	if err := l.sensible(f); err != nil {
		return usageError{err}
	}
	d := newDoor(f)
	if _, _, err := d.settings(); err != nil {
		return err // before anything is asked
	}
	ask := newAsker(os.Stdin, os.Stderr)
	e, err := l.entrance(d, f, ask)
	if err != nil {
		return err
	}
	y := d.beginSignIn(e)
	defer ask.tellWaits(y)()
	to, err := y.askAndSignIn(ctx, ask)
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	return greet(ctx, d, to, ask)
}

// entrance asks which profile, server, app and way.
func (l loginFlags) entrance(d *connector, f flags, ask *asker) (ui.SignInRequest, error) {
	name := f.profile
	if name == "" {
		name = ask.line("Profile, a name for this sign-in", cmp.Or(os.Getenv(settings.EnvProfile), d.SignInRequest("").Profile))
	}
	if err := settings.CheckName(name); err != nil {
		return ui.SignInRequest{}, err
	}
	e := d.SignInRequest(name)
	e.Profile = name
	e.Redirect = cmp.Or(l.redirect, e.Redirect)
	if e.Server = f.server; e.Server == "" {
		e.Server = ask.line("Server", cmp.Or(d.SignInRequest(name).Server, settings.Production))
	}
	if _, err := rest.ParseServer(e.Server); err != nil {
		return e, err
	}
	if err := l.chooseWay(&e, ask); err != nil {
		return e, err
	}
	ask.say(signin.Needs(e.Way, e.Redirect))
	e.ClientID = l.clientID
	if e.ClientID == "" {
		e.ClientID = ask.line("Client id of the app", d.SignInRequest(name).ClientID)
	}
	if err := l.chooseStore(&e, ask); err != nil {
		return e, err
	}
	if err := d.beginSignIn(e).probe(); err != nil {
		return e, errors.New(api.Explain(err).String())
	}
	if id := os.Getenv(signin.EnvID); id == "" || id == e.ClientID {
		e.ClientSecret = os.Getenv(signin.EnvSecret)
	}
	if l.jwtFile != "-" && e.ClientSecret == "" {
		e.ClientSecret = ask.secret("Client secret, " + noSecret(d.SignInRequest(name)))
	}
	return e, l.readJWT(&e)
}

// noSecret says what leaving the client secret empty means.
func noSecret(before ui.SignInRequest) string {
	if before.Way == "" {
		return "empty for an app without one"
	}
	return "empty for an app without one, or for the one kept with this profile"
}

func (l loginFlags) chooseWay(e *ui.SignInRequest, ask *asker) (err error) {
	e.Way, err = choose(ask, "way", l.way, "How", settings.Grants, signin.Means, e.Way)
	return err
}

func (l loginFlags) chooseStore(e *ui.SignInRequest, ask *asker) (err error) {
	e.Store, err = choose(ask, "store", l.store, "Keep the sign-in in", settings.Stores, signin.Keeps, e.Store)
	return err
}

// choose takes one of all from the flag what, or asks for it. Without an answer
// it is otherwise, or the first.
func choose[T ~string](ask *asker, what, flag, question string, all []T, means func(T) string, otherwise T) (T, error) {
	answer := flag
	if answer == "" {
		var lines []string
		for _, c := range all {
			lines = append(lines, string(c)+"\t"+means(c))
		}
		answer = ask.choice(question, lines, cmp.Or(string(otherwise), string(all[0])))
	}
	if !slices.Contains(all, T(answer)) {
		return "", usageError{fmt.Errorf("%q is no %s; choose one of %v", answer, what, all)}
	}
	return T(answer), nil
}

// readJWT takes the JWT from a file, when one is named.
func (l loginFlags) readJWT(e *ui.SignInRequest) error {
	if l.jwtFile == "" || e.Way != settings.GrantJWT {
		return nil
	}
	from := os.Stdin
	if l.jwtFile != "-" {
		file, err := os.Open(l.jwtFile)
		if err != nil {
			return fmt.Errorf("cannot read the JWT: %w", err)
		}
		defer file.Close()
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, 64<<10))
	e.JWT = strings.TrimSpace(string(text))
	return err
}

// askAndSignIn asks for what the way in needs and goes through.
func (y *signInAttempt) askAndSignIn(ctx context.Context, ask *asker) (ui.Connection, error) {
	switch e := &y.request; e.Way {
	case settings.GrantCode:
		return visitBrowser(ctx, y, ask)
	case settings.GrantPassword:
		e.User = ask.line("User, an e-mail address or phone number", "")
		e.Extension = ask.line("Extension, empty for none", "")
		e.Password = ask.secret("Password")
	default:
		if e.JWT == "" {
			e.JWT = ask.secret("JWT")
		}
	}
	return y.SignIn(ctx)
}

// greet checks the sign-in with one request and says how it went.
func greet(ctx context.Context, d *connector, to ui.Connection, ask *asker) error {
	for len(d.warnings) > 0 {
		ask.say("Note: " + api.Explain(<-d.warnings).String())
	}
	self, err := to.Service.Self(ctx)
	if err != nil {
		return fmt.Errorf("signed in, but the first request failed: %s", api.Explain(err))
	}
	ask.say(fmt.Sprintf("Signed in to %s as %s, extension %s. Run rcfwd to see the numbers.", to.Server, self.Name, self.Number))
	return nil
}

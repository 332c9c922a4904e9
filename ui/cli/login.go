package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// loginFlags answer questions of the login before they are asked. None is a secret.
type loginFlags struct {
	way, clientID, store, redirect, jwtFile string
}

func (p program) loginCommand() *cobra.Command {
	var f flags
	var l loginFlags
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in, one question at a time",
		Long: "login asks for the server, the app and the sign-in method, and stores the sign-in in a profile.\n" +
			"login does not ask what a flag answers. No flag takes a secret: login asks for secrets without echo,\n" +
			"or reads the JWT from the file that --jwt-file names (- is the standard input).",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.noDemo(cmd); err != nil {
				return err
			}
			return p.login(cmd.Context(), &f, l)
		},
	}
	own := cmd.Flags()
	profileFlags(cmd, &f)
	own.StringVar(&f.server, "server", "", "address of the RingCentral server")
	own.StringVar(&l.way, "way", "", "sign-in method: code (browser), jwt or password")
	own.StringVar(&l.clientID, "client-id", "", "client id of the app")
	own.StringVar(&l.redirect, "redirect", "", "redirect URI of the app (default: "+settings.DefaultRedirect+")")
	own.StringVar(&l.store, "store", "", "where to keep the sign-in: file, keyring or none")
	f.declareUnused(cmd)
	own.StringVar(&l.jwtFile, "jwt-file", "", "file that holds the JWT; - is the standard input")
	(&invocation{program: p}).completeFlags(cmd)
	return cmd
}

// check returns an error for values that cannot be valid, before anything is asked.
func (l loginFlags) check(f *flags) error {
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

// login asks what the flags do not answer and signs in.
func (p *program) login(ctx context.Context, f *flags, l loginFlags) error {
	if err := l.check(f); err != nil {
		return usageError{err}
	}
	c := newConnector(f, p.keys)
	_, folders, err := c.settings() // before anything is asked
	if err == nil {
		err = folders.CheckPlaces()
	}
	if err != nil {
		return err
	}
	ask := newPrompter(os.Stdin, os.Stderr)
	defer ask.close()
	d := &loginDialog{loginFlags: l, flags: *f, connector: c, ask: ask}
	if err := d.run(); err != nil {
		return err
	}
	to, err := d.signIn(ctx)
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	return d.greet(ctx, &to)
}

// signIn signs in. A person whose client id, secret, JWT or password was refused is asked
// for them again.
func (d *loginDialog) signIn(ctx context.Context) (ui.Connection, error) {
	for {
		a := d.connector.beginSignIn(&d.request)
		done := showWaits(os.Stderr, a)
		to, err := d.askAndSignIn(ctx, a)
		done()
		if err == nil || !d.canCorrect(err) {
			return to, err
		}
		d.ask.print(api.Explain(err).String())
		d.request.ClientSecret, d.request.Credentials = "", signin.Credentials{}
		if err := d.askApp(); err != nil {
			return to, err
		}
	}
}

// canCorrect reports whether other answers of the person may help after an error.
func (d *loginDialog) canCorrect(err error) bool {
	if !d.ask.lines.person() || d.jwtFile != "" || d.request.Way == settings.GrantCode {
		return false
	}
	e, ok := errors.AsType[*rest.Error](err)
	return ok && (rest.Declined(err) || e.Status == http.StatusUnauthorized)
}

// askAndSignIn asks for what the way to sign in needs and signs in.
func (d *loginDialog) askAndSignIn(ctx context.Context, a *signInAttempt) (ui.Connection, error) {
	if d.request.Way == settings.GrantCode {
		return a.signInByBrowser(ctx, d.ask)
	}
	for _, q := range signin.Questions(d.request.Way) {
		if q.Answered(d.request.Credentials) {
			continue
		}
		text, err := d.ask.credential(q, "")
		if err != nil {
			return ui.Connection{}, err
		}
		q.Answer(&d.request.Credentials, text)
	}
	a.request = d.request
	return a.SignIn(ctx)
}

// greet checks the sign-in with one request and prints who is signed in, and what the
// next rcfwd opens.
func (d *loginDialog) greet(ctx context.Context, to *ui.Connection) error {
	c := d.connector
	if err := c.current().NotKept(); err != nil {
		return fmt.Errorf("the sign-in worked, but neither it nor the profile %s was saved: %s", d.request.Profile, api.Explain(err))
	}
	for len(c.warnings) > 0 {
		d.ask.print("Note: " + api.Explain(<-c.warnings).String())
	}
	self, err := to.Service.Self(ctx)
	if err != nil {
		return fmt.Errorf("the sign-in was saved, but the first request failed: %s", api.Explain(err))
	}
	d.ask.print(fmt.Sprintf("Signed in to %s as %s, extension %s. %s", to.Server, self.Name, self.Number, c.next(&d.request)))
	return nil
}

// next says what an rcfwd that is started now does with the sign-in.
func (c *connector) next(r *ui.SignInRequest) string {
	command := "rcfwd"
	if !c.isDefault(r.Profile) {
		command += " --profile " + r.Profile
	}
	switch {
	case os.Getenv(signin.EnvJWT) != "":
		return "While " + signin.EnvJWT + " is set, rcfwd signs in with it instead. Unset it, or run rcfwd --profile " + r.Profile + " to see the numbers."
	case r.Store == settings.StoreNone:
		return "The sign-in is not saved and ends with this command: " + command + " asks for it again."
	}
	return "Run " + command + " to see the numbers."
}

// isDefault reports whether rcfwd opens a profile without --profile.
func (c *connector) isDefault(profile string) bool {
	config, _, err := c.settings()
	if err != nil {
		return false
	}
	p, err := config.Choose("", os.Getenv(settings.EnvProfile))
	return err == nil && p.Name == profile
}

package cli

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

// loginFlags answer questions of the login before they are asked. None is a secret.
type loginFlags struct {
	way, clientID, store, redirect, jwtFile string
}

func (p program) loginCommand() *cobra.Command {
	var f flags
	var l loginFlags
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in, question by question",
		Long: "login asks in plain lines which server, which app and how, and keeps the sign-in under a profile.\n" +
			"A question that a flag answers is not asked. No secret is taken from a flag: it is asked for without\n" +
			"echo, or read from the file that --jwt-file names, - being the standard input.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.login(cmd.Context(), f, l) },
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

// check returns an error for values that cannot be valid, before anything is asked.
func (l loginFlags) check(f flags) error {
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
func (p program) login(ctx context.Context, f flags, l loginFlags) error {
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
	r, err := l.request(c, f, ask)
	if err != nil {
		return err
	}
	a := c.beginSignIn(r)
	defer ask.showWaits(a)()
	to, err := a.askAndSignIn(ctx, ask)
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	if err := c.current().NotKept(); err != nil {
		return errors.New("the sign-in worked, but neither it nor the profile " + r.Profile + " is kept: " + api.Explain(err).String())
	}
	return greet(ctx, c, to, ask)
}

// request asks for profile, server, way and app.
func (l loginFlags) request(c *connector, f flags, ask *prompter) (ui.SignInRequest, error) {
	name := f.profile
	if name == "" {
		name = ask.line(signin.AskProfile.Prompt, cmp.Or(os.Getenv(settings.EnvProfile), c.SignInRequest("").Profile))
	}
	if err := settings.CheckName(name); err != nil {
		return ui.SignInRequest{}, err
	}
	r := c.SignInRequest(name)
	r.Profile = name
	r.Redirect = cmp.Or(l.redirect, r.Redirect)
	if r.Server = f.server; r.Server == "" {
		r.Server = ask.line(signin.AskServer.Prompt, cmp.Or(c.SignInRequest(name).Server, settings.Production))
	}
	if _, err := rest.ParseServer(r.Server); err != nil {
		return r, err
	}
	if err := l.chooseWay(&r, ask); err != nil {
		return r, err
	}
	ask.print(signin.ConsoleSteps(r.Way, r.Redirect))
	r.ClientID = l.clientID
	if r.ClientID == "" {
		r.ClientID = ask.line(signin.AskClientID.Prompt, c.SignInRequest(name).ClientID)
	}
	if err := l.chooseStore(&r, ask); err != nil {
		return r, err
	}
	if err := c.beginSignIn(r).probe(); err != nil {
		return r, errors.New(api.Explain(err).String())
	}
	if id := os.Getenv(signin.EnvID); id == "" || id == r.ClientID {
		r.ClientSecret = os.Getenv(signin.EnvSecret)
	}
	if l.jwtFile != "-" && r.ClientSecret == "" {
		r.ClientSecret = ask.secret(signin.AskSecret(c.SignInRequest(name).Way != "").Prompt)
	}
	return r, l.readJWT(&r)
}

func (l loginFlags) chooseWay(r *ui.SignInRequest, ask *prompter) (err error) {
	r.Way, err = choose(ask, "way", l.way, signin.AskGrant.Prompt, settings.Grants, signin.DescribeGrant, r.Way)
	return err
}

func (l loginFlags) chooseStore(r *ui.SignInRequest, ask *prompter) (err error) {
	r.Store, err = choose(ask, "store", l.store, signin.AskStore.Prompt, settings.Stores, signin.DescribeStore, r.Store)
	return err
}

// choose returns the one of all that the flag what names, or asks for it. An empty
// answer means fallback, or the first.
func choose[T ~string](ask *prompter, what, flag, question string, all []T, means func(T) string, fallback T) (T, error) {
	answer := flag
	if answer == "" {
		var lines []string
		for _, c := range all {
			lines = append(lines, string(c)+"\t"+means(c))
		}
		answer = ask.choice(question, lines, cmp.Or(string(fallback), string(all[0])))
	}
	if !slices.Contains(all, T(answer)) {
		return "", usageError{fmt.Errorf("%q is no %s; choose one of %v", answer, what, all)}
	}
	return T(answer), nil
}

// readJWT reads the JWT from a file, when the flags name one.
func (l loginFlags) readJWT(r *ui.SignInRequest) error {
	if l.jwtFile == "" || r.Way != settings.GrantJWT {
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
	r.JWT = strings.TrimSpace(string(text))
	return err
}

// askAndSignIn asks for what the way to sign in needs and signs in.
func (a *signInAttempt) askAndSignIn(ctx context.Context, ask *prompter) (ui.Connection, error) {
	r := &a.request
	if r.Way == settings.GrantCode {
		return a.signInByBrowser(ctx, ask)
	}
	for _, q := range signin.Questions(r.Way) {
		if !q.Answered(r.Credentials) {
			q.Answer(&r.Credentials, ask.answer(q))
		}
	}
	return a.SignIn(ctx)
}

// greet checks the sign-in with one request and prints who is signed in.
func greet(ctx context.Context, c *connector, to ui.Connection, ask *prompter) error {
	for len(c.warnings) > 0 {
		ask.print("Note: " + api.Explain(<-c.warnings).String())
	}
	self, err := to.Service.Self(ctx)
	if err != nil {
		return fmt.Errorf("signed in, but the first request failed: %s", api.Explain(err))
	}
	ask.print(fmt.Sprintf("Signed in to %s as %s, extension %s. Run rcfwd to see the numbers.", to.Server, self.Name, self.Number))
	return nil
}

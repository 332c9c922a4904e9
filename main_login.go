package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api"
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
		Args: func(cmd *cobra.Command, args []string) error { return asUsage(cobra.NoArgs(cmd, args), cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error { return login(cmd.Context(), f, l) },
	}
	own := cmd.Flags()
	profileFlags(cmd, &f)
	own.StringVar(&f.server, "server", "", "address of the RingCentral server")
	own.StringVar(&l.way, "way", "", "code (browser), jwt or password")
	own.StringVar(&l.clientID, "client-id", "", "client id of the app")
	own.StringVar(&l.redirect, "redirect", "", "redirect URI of the app (default: "+signin.DefaultRedirect+")")
	own.StringVar(&l.store, "store", "", "where to keep the sign-in: file, keyring or none")
	own.StringVar(&l.jwtFile, "jwt-file", "", "file that holds the JWT; - is the standard input")
	return cmd
}

func profileFlags(cmd *cobra.Command, f *flags) {
	cmd.Flags().StringVar(&f.profile, "profile", "", "name of the profile (also RCFWD_PROFILE)")
}

// login asks what is not answered yet and signs in.
func login(ctx context.Context, f flags, l loginFlags) error {
	d := newDoor(f)
	if _, _, err := d.settings(); err != nil {
		return err // before anything is asked
	}
	ask := newAsker(os.Stdin, os.Stderr)
	e, err := l.entrance(d, f, ask)
	if err != nil {
		return err
	}
	to, err := enter(ctx, d, e, ask)
	if err != nil {
		return errors.New(api.Explain(err).String())
	}
	return greet(ctx, d, to, ask)
}

// entrance asks which profile, server, app and way.
func (l loginFlags) entrance(d *door, f flags, ask *asker) (ui.Entrance, error) {
	name := f.profile
	if name == "" {
		name = ask.line("Profile, a name for this sign-in", firstOf(os.Getenv(signin.EnvProfile), d.Entrance("").Profile))
	}
	if err := signin.CheckName(name); err != nil {
		return ui.Entrance{}, err
	}
	e := d.Entrance(name)
	e.Profile = name
	e.Redirect = firstOf(l.redirect, e.Redirect)
	if e.Server = f.server; e.Server == "" {
		e.Server = ask.line("Server", firstOf(d.Entrance(name).Server, signin.Production))
	}
	if _, err := api.ParseServer(e.Server); err != nil {
		return e, err
	}
	if err := l.chooseWay(&e, ask); err != nil {
		return e, err
	}
	ask.say(signin.Needs(e.Way, e.Redirect))
	e.ClientID = l.clientID
	if e.ClientID == "" {
		e.ClientID = ask.line("Client id of the app", d.Entrance(name).ClientID)
	}
	if err := l.chooseStore(&e, ask); err != nil {
		return e, err
	}
	if err := d.probe(e); err != nil {
		return e, errors.New(api.Explain(err).String())
	}
	if id := os.Getenv(signin.EnvID); id == "" || id == e.ClientID {
		e.ClientSecret = os.Getenv(signin.EnvSecret)
	}
	if l.jwtFile != "-" && e.ClientSecret == "" {
		e.ClientSecret = ask.secret("Client secret, empty for an app without one")
	}
	return e, l.readJWT(&e)
}

func (l loginFlags) chooseWay(e *ui.Entrance, ask *asker) error {
	var ways []string
	for _, g := range signin.Grants {
		ways = append(ways, string(g)+"\t"+signin.Means(g))
	}
	way := l.way
	if way == "" {
		way = ask.choice("How", ways, firstOf(string(e.Way), string(signin.GrantCode)))
	}
	e.Way = signin.Grant(way)
	return oneOf("way", e.Way, signin.Grants)
}

func (l loginFlags) chooseStore(e *ui.Entrance, ask *asker) error {
	var stores []string
	for _, s := range signin.Stores {
		stores = append(stores, string(s)+"\t"+signin.Keeps(s))
	}
	store := l.store
	if store == "" {
		store = ask.choice("Keep the sign-in in", stores, firstOf(string(e.Store), string(signin.StoreFile)))
	}
	e.Store = signin.StoreKind(store)
	return oneOf("store", e.Store, signin.Stores)
}

// oneOf refuses an answer that is none of the choices.
func oneOf[T ~string](what string, answer T, choices []T) error {
	if !slices.Contains(choices, answer) {
		return usageError{fmt.Errorf("%q is no %s; choose one of %v", answer, what, choices)}
	}
	return nil
}

// readJWT takes the JWT from a file, when one is named.
func (l loginFlags) readJWT(e *ui.Entrance) error {
	if l.jwtFile == "" || e.Way != signin.GrantJWT {
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

// enter asks for what the way in needs and goes through.
func enter(ctx context.Context, d *door, e ui.Entrance, ask *asker) (ui.Connection, error) {
	switch e.Way {
	case signin.GrantCode:
		return visitBrowser(ctx, d, e, ask)
	case signin.GrantPassword:
		e.User = ask.line("User, an e-mail address or phone number", "")
		e.Extension = ask.line("Extension, empty for none", "")
		e.Password = ask.secret("Password")
	default:
		if e.JWT == "" {
			e.JWT = ask.secret("JWT")
		}
	}
	return d.SignIn(ctx, e)
}

// visitBrowser shows the address to open and waits for the browser, or for what
// the person pastes.
func visitBrowser(ctx context.Context, d *door, e ui.Entrance, ask *asker) (ui.Connection, error) {
	v, err := d.Visit(ctx, e)
	if err != nil {
		return ui.Connection{}, err
	}
	ask.say("\nOpen this in a browser, on any machine, and sign in there:\n\n" + v.URL() + "\n")
	if wait := v.Return(); wait != nil {
		ask.say("Waiting for the browser to come back ...")
		return wait(ctx)
	}
	ask.say("The browser then ends at an address that starts with " + v.Redirect() + "\nand perhaps cannot show it.")
	return v.Paste(ctx, ask.secret("Paste that whole address, or the code in it"))
}

// greet checks the sign-in with one request and says how it went.
func greet(ctx context.Context, d *door, to ui.Connection, ask *asker) error {
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

func logoutCommand() *cobra.Command {
	var f flags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "logout",
		Short: "End the sign-in of a profile, at the server and here",
		Args:  func(cmd *cobra.Command, args []string) error { return asUsage(cobra.NoArgs(cmd, args), cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := newDoor(f).options("")
			if err != nil {
				return err
			}
			bye, err := signin.Logout(cmd.Context(), o)
			if err != nil {
				return err
			}
			if err := report(cmd.OutOrStdout(), asJSON, bye, farewell(bye)); err != nil || bye.Erased {
				return err
			}
			return errors.New("the sign-in is still here: " + bye.NotErased)
		},
	}
	profileFlags(cmd, &f)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// fact is a line of a report.
type fact struct{ name, value string }

// farewell says what the logout could do and what it could not.
func farewell(f signin.Farewell) []fact {
	facts := []fact{{"profile", f.Profile + " at " + f.Server}}
	switch {
	case f.NotRevoked != "":
		facts = append(facts, fact{"at server", "the session could not be ended: " + f.NotRevoked})
	case f.Revoked:
		facts = append(facts, fact{"at server", "the session has ended"})
	default:
		facts = append(facts, fact{"at server", "there was no session to end"})
	}
	if f.Erased {
		facts = append(facts, fact{"here", "nothing is left"})
	} else {
		facts = append(facts, fact{"here", "not erased: " + f.NotErased})
	}
	for _, l := range f.Left {
		facts = append(facts, fact{"still there", l})
	}
	return facts
}

func statusCommand() *cobra.Command {
	var f flags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say who is signed in where, without asking the server",
		Args:  func(cmd *cobra.Command, args []string) error { return asUsage(cobra.NoArgs(cmd, args), cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := newDoor(f).options("")
			if err != nil {
				return err
			}
			s, err := signin.ReadStatus(cmd.Context(), o)
			if err != nil {
				return err
			}
			return report(cmd.OutOrStdout(), asJSON, s, statusFacts(s))
		},
	}
	profileFlags(cmd, &f)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func statusFacts(s signin.Status) []fact {
	facts := []fact{
		{"profile", s.Profile},
		{"server", s.Server},
		{"account", firstOf(s.Account, "that of the sign-in")},
		{"extension", firstOf(s.Extension, "that of the sign-in")},
		{"store", string(s.Store)},
	}
	if !s.SignedIn {
		return append(facts, fact{"signed in", "no; rcfwd login signs in"})
	}
	return append(facts, fact{"signed in", "yes, from the " + string(s.Source)},
		fact{"owner", s.OwnerID}, fact{"way", string(s.Grant)}, fact{"client id", s.ClientID},
		fact{"scopes", strings.Join(s.Scopes, " ")},
		fact{"token", until(s.Expires)}, fact{"refresh", until(s.RefreshExpires)})
}

// until says how long something still holds.
func until(t *time.Time) string {
	switch left := time.Duration(0); {
	case t == nil:
		return ""
	case time.Now().After(*t):
		return "expired " + t.UTC().Format(time.DateTime) + " UTC"
	default:
		left = time.Until(*t).Round(time.Second)
		return "until " + t.UTC().Format(time.DateTime) + " UTC, " + left.String() + " from now"
	}
}

// report prints the facts that are known, or the same as JSON.
func report(out io.Writer, asJSON bool, v any, facts []fact) error {
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	}
	for _, f := range facts {
		if f.value != "" {
			fmt.Fprintf(out, "%-11s  %s\n", f.name, api.Clean(f.value))
		}
	}
	return nil
}

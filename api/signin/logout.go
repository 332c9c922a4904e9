package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// LogoutResult is what Logout did. It holds no secret.
type LogoutResult struct {
	Profile string `json:"profile"`
	Server  string `json:"server"`

	// HadTokens says that there was something to revoke, or may have been in
	// what could not be read.
	HadTokens  bool   `json:"hadTokens"`
	Revoked    bool   `json:"revoked"`              // the server ended the session
	NotRevoked string `json:"notRevoked,omitempty"` // why it did not

	Erased    bool   `json:"erased"`              // nothing is left in any store
	NotErased string `json:"notErased,omitempty"` // why something is

	// Remaining are sentences about what still signs in: a JWT that lives on in the
	// developer console, variables, the credential command.
	Remaining []string `json:"left,omitempty"`
}

// Logout ends the session of a profile at the server and erases it here, in
// whichever store it or an earlier one of the profile lies. It does the second
// whatever became of the first. The error is for what kept it from trying; the
// rest is in the Farewell.
func Logout(ctx context.Context, o Options) (LogoutResult, error) {
	f := LogoutResult{Profile: o.Profile.Name, Server: o.Profile.ServerURL().String(), Remaining: o.remaining()}
	kept, err := tokenstore.Open(o.storeOptions())
	if err != nil {
		return f, err
	}
	unlock, err := o.lockStores(ctx)
	if err != nil {
		return f, err
	}
	defer unlock()
	for _, s := range append(tokenstore.Others(o.storeOptions()), kept) {
		o.clearStore(ctx, s, &f)
	}
	removeAccountCache(o.Folders, o.Profile)
	f.Revoked = f.HadTokens && f.NotRevoked == ""
	f.Erased = f.NotErased == ""
	return f, nil
}

// lockStores keeps other processes from refreshing what is about to go. Where
// the disk gives no lock it goes without.
func (o Options) lockStores(ctx context.Context) (unlock func(), err error) {
	if o.Profile.StoreKind() == settings.StoreNone && len(tokenstore.Others(o.storeOptions())) == 0 {
		return func() {}, nil
	}
	unlock, err = o.Folders.LockProfile(ctx, o.Profile.Name)
	if errors.Is(err, settings.ErrNoLock) {
		return func() {}, nil
	}
	return unlock, err
}

// clearStore revokes and erases what one store holds. What is not ours to read is
// not removed either: the error of reading it says how to.
func (o Options) clearStore(ctx context.Context, s tokenstore.Store, f *LogoutResult) {
	r, err := s.Load(ctx)
	if err != nil {
		f.HadTokens = true
		appendSentence(&f.NotRevoked, "What is stored could not be read. "+explain(err))
	}
	if r != nil {
		o.revoke(ctx, r, f)
	}
	if !tokenstore.CanErase(err) {
		appendSentence(&f.NotErased, "Mend this and run rcfwd logout again. "+explain(err))
		return
	}
	if err := s.Erase(context.WithoutCancel(ctx)); err != nil {
		appendSentence(&f.NotErased, explain(err))
	}
}

// appendSentence adds a sentence to others.
func appendSentence(text *string, sentence string) { *text = strings.TrimSpace(*text + " " + sentence) }

// remaining says what still signs in after a logout.
func (o Options) remaining() []string {
	var left []string
	if o.Getenv != nil && o.Getenv(EnvJWT) != "" {
		left = append(left, "The environment still signs in: unset "+EnvJWT+".")
	}
	if len(o.Profile.Command) > 0 {
		left = append(left, fmt.Sprintf("credential_command of the profile %s still signs in: remove it from %s.", o.Profile.Name, o.Folders.ConfigFile()))
	}
	return left
}

// jwtStaysValid is what is left of a JWT.
const jwtStaysValid = "The JWT itself stays good wherever else it is kept: to end it, delete it in the developer console under Credentials."

func (o Options) revoke(ctx context.Context, r *tokenstore.Record, f *LogoutResult) {
	f.Server = r.Server
	if r.JWT != "" && !slices.Contains(f.Remaining, jwtStaysValid) {
		f.Remaining = append(f.Remaining, jwtStaysValid)
	}
	if r.Token == nil {
		return
	}
	f.HadTokens = true
	if err := o.endSession(ctx, r); err != nil {
		appendSentence(&f.NotRevoked, explain(err))
	}
}

func (o Options) endSession(ctx context.Context, r *tokenstore.Record) error {
	server, err := rest.ParseServer(r.Server)
	if err != nil {
		return err
	}
	r, unknown := o.withSecret(ctx, r)
	e := o.newSource(appOf(r)).endpoint
	e.server, e.sharedLimit = server, newSharedLimit(o.Folders, server, r.ClientID)
	if err = e.revoke(ctx, r.Token); err != nil && unknown != nil {
		err = settings.UserErrorf(err, "%s %s", explain(unknown), explain(err))
	}
	return err
}

// withSecret gives a record back the app's secret that a credential command
// printed and that is not kept, if it is still to be had: an app that has one
// must show it to end a session. The command's secret is for the server of the
// profile alone.
func (o Options) withSecret(ctx context.Context, r *tokenstore.Record) (*tokenstore.Record, error) {
	if r.Source != tokenstore.FromCommand {
		return r, nil
	}
	if len(o.Profile.Command) == 0 || r.Server != o.Profile.ServerURL().String() {
		return r, settings.UserErrorf(nil, "The secret of the app came from a credential command that the profile %s no longer names, and is not kept.", o.Profile.Name)
	}
	c, err := tokenstore.RunCommand(ctx, o.Profile.Command)
	if err != nil {
		return r, settings.UserErrorf(err, "The secret of the app is not kept. %s", explain(err))
	}
	if id := cmp.Or(c.ClientID, o.Profile.ClientID); id != r.ClientID {
		return r, settings.UserErrorf(nil, "The credential command prints the secret of another app than the one that signed in.")
	}
	next := *r
	next.Secret = c.Secret
	return &next, nil
}

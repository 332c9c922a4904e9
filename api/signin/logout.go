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

// LogoutResult reports what Logout did. It holds no secret.
type LogoutResult struct {
	Profile string `json:"profile"`
	Server  string `json:"server"` // as Status has it: the environment may name another than the profile

	// StoredServer is the server of the session that was stored, when it is another.
	StoredServer string `json:"storedServer,omitempty"`

	// HadTokens reports whether there was something to revoke, or may have been
	// in what could not be read.
	HadTokens  bool   `json:"hadTokens"`
	Revoked    bool   `json:"revoked"`              // the server ended the session
	NotRevoked string `json:"notRevoked,omitempty"` // sentences: why it did not

	Erased    bool   `json:"erased"`              // no store holds anything
	NotErased string `json:"notErased,omitempty"` // sentences: why one still does

	// Remaining has a sentence about each thing that still signs in: a JWT that
	// stays valid, variables, the credential command.
	Remaining []string `json:"left,omitempty"`
}

// Logout ends the session of a profile at the server and erases it from every
// store in which it, or an earlier session of the profile, may be. It erases also
// what the server did not end. The error says why Logout could not begin; all
// other failures are in the result.
func Logout(ctx context.Context, o *Options) (LogoutResult, error) {
	result := LogoutResult{Profile: o.Profile.Name, Server: o.server().String(), Remaining: o.remaining()}
	store, err := tokenstore.Open(new(o.storeOptions()))
	if err != nil {
		return result, err
	}
	unlock, err := o.lockStores(ctx)
	if err != nil {
		return result, err
	}
	defer unlock()
	for _, s := range append(tokenstore.Others(new(o.storeOptions())), store) {
		o.clearStore(ctx, s, &result)
	}
	for _, c := range o.caches() {
		o.clearCache(ctx, c, &result)
	}
	removeAccountCache(o.Folders, &o.Profile)
	removeNamesCache(o.Folders, &o.Profile)
	result.Revoked = result.HadTokens && result.NotRevoked == ""
	result.Erased = result.NotErased == ""
	return result, nil
}

// lockStores keeps other processes from refreshing what is about to be erased. On
// a disk that allows no lock it does nothing.
func (o *Options) lockStores(ctx context.Context) (unlock func(), err error) {
	if o.Profile.StoreKind() == settings.StoreNone && len(tokenstore.Others(new(o.storeOptions()))) == 0 {
		return func() {}, nil
	}
	unlock, err = o.Folders.LockProfile(ctx, o.Profile.Name)
	if errors.Is(err, settings.ErrNoLock) {
		return func() {}, nil
	}
	return unlock, err
}

// clearStore revokes and erases what one store holds. It leaves what is not ours;
// the error from reading that says how to remove it. A record of a later version is
// revoked, which is what the person asked for, and stays.
func (o *Options) clearStore(ctx context.Context, s tokenstore.Store, result *LogoutResult) {
	r, err := s.Load(ctx)
	if err != nil {
		result.HadTokens = true
		appendSentence(&result.NotRevoked, "The stored sign-in could not be read. "+explain(err))
	}
	if r != nil {
		o.revoke(ctx, r, result)
	}
	if !tokenstore.CanErase(err) {
		appendSentence(&result.NotErased, "Fix this and run rcfwd logout again. "+explain(err))
		return
	}
	if err := s.Erase(context.WithoutCancel(ctx)); err != nil {
		appendSentence(&result.NotErased, explain(err))
	}
}

// clearCache revokes and erases the access token of a credential that is kept elsewhere.
func (o *Options) clearCache(ctx context.Context, c *tokenCache, result *LogoutResult) {
	if unlock, err := c.lockFile(ctx, nil); err == nil {
		defer unlock()
	}
	r, _ := c.Load(ctx) // never fails
	if r.Token != nil {
		result.HadTokens = true
		if err := o.endSession(ctx, r); err != nil {
			appendSentence(&result.NotRevoked, explain(err))
		}
	}
	if err := c.Erase(context.WithoutCancel(ctx)); err != nil {
		appendSentence(&result.NotErased, explain(err))
	}
}

func appendSentence(text *string, sentence string) { *text = strings.TrimSpace(*text + " " + sentence) }

// remaining returns a sentence about each setting that still signs in after a
// logout.
func (o *Options) remaining() []string {
	var all []string
	if o.Getenv != nil && o.Getenv(EnvJWT) != "" {
		all = append(all, fmt.Sprintf("The environment still signs in to %s: unset %s.", o.server(), EnvJWT))
	}
	if len(o.Profile.Command) > 0 {
		all = append(all, fmt.Sprintf("credential_command of the profile %s still signs in: remove it from %s.", o.Profile.Name, o.Folders.ConfigFile()))
	}
	return all
}

// jwtStaysValid is what remains when a JWT was erased.
const jwtStaysValid = "The JWT itself stays valid wherever else it is kept. To end it, delete it in the developer console under Credentials."

// revoke ends the session of a record and notes the outcome.
func (o *Options) revoke(ctx context.Context, r *tokenstore.Record, result *LogoutResult) {
	if r.Server != result.Server {
		result.StoredServer = r.Server
	}
	if r.JWT != "" && !slices.Contains(result.Remaining, jwtStaysValid) {
		result.Remaining = append(result.Remaining, jwtStaysValid)
	}
	if r.Token == nil {
		return
	}
	result.HadTokens = true
	if err := o.endSession(ctx, r); err != nil {
		appendSentence(&result.NotRevoked, explain(err))
	}
}

func (o *Options) endSession(ctx context.Context, r *tokenstore.Record) error {
	server, err := rest.ParseServer(r.Server)
	if err != nil {
		return err
	}
	r, secretErr := o.withSecret(ctx, r)
	e := o.newSource(appOf(r)).endpoint
	e.server, e.sharedLimit = server, newSharedLimit(o.Folders, server, r.ClientID)
	if err = e.revoke(ctx, r.Token); err != nil && secretErr != nil {
		err = settings.UserErrorf(err, "%s %s", explain(secretErr), explain(err))
	}
	return err
}

// withSecret returns the record with the app's secret, which an app that has one
// must present to end a session. A record from a credential command is stored
// without it, so the command runs again. Its secret is for the server of the
// profile alone. With an error it returns r.
func (o *Options) withSecret(ctx context.Context, r *tokenstore.Record) (*tokenstore.Record, error) {
	if r.Source != tokenstore.FromCommand {
		return r, nil
	}
	if len(o.Profile.Command) == 0 || r.Server != o.Profile.ServerURL().String() {
		return r, settings.UserErrorf(nil, "The secret of the app came from a credential command that the profile %s no longer names, and it is not stored.", o.Profile.Name)
	}
	c, err := tokenstore.RunCommand(ctx, o.Profile.Command)
	if err != nil {
		return r, settings.UserErrorf(err, "The secret of the app is not stored. %s", explain(err))
	}
	if id := cmp.Or(c.ClientID, o.Profile.ClientID); id != r.ClientID {
		return r, settings.UserErrorf(nil, "The credential command prints the secret of another app.")
	}
	next := *r
	next.Secret = c.Secret
	return &next, nil
}

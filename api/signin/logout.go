package signin

import (
	"context"
	"errors"
	"fmt"

	"rcfwd/api"
)

// Farewell is what Logout did. It holds no secret.
type Farewell struct {
	Profile string `json:"profile"`
	Server  string `json:"server"`

	HadTokens  bool   `json:"hadTokens"`            // there was something to revoke
	Revoked    bool   `json:"revoked"`              // the server ended the session
	NotRevoked string `json:"notRevoked,omitempty"` // why it did not

	Erased    bool   `json:"erased"`              // nothing is left in the store
	NotErased string `json:"notErased,omitempty"` // why something is

	// Left are sentences about what still signs in: a JWT that lives on in the
	// developer console, variables, the credential command.
	Left []string `json:"left,omitempty"`
}

// Logout ends the session of a profile at the server and erases it here. It
// does the second whatever became of the first. The error is for what kept it
// from trying; the rest is in the Farewell.
func Logout(ctx context.Context, o Options) (Farewell, error) {
	f := Farewell{Profile: o.Profile.Name, Server: o.Profile.ServerURL().String(), Left: o.left()}
	kept, err := openStore(o)
	if err != nil {
		return f, err
	}
	unlock, err := o.lockedOut(ctx)
	if err != nil {
		return f, err
	}
	defer unlock()
	r, err := kept.load(ctx)
	if err != nil {
		f.NotRevoked = sentence(err)
	}
	if r != nil {
		o.revoke(ctx, r, &f)
	}
	f.erase(ctx, kept, err)
	return f, nil
}

// lockedOut keeps other processes from refreshing what is about to go. Where
// the disk gives no lock it goes without.
func (o Options) lockedOut(ctx context.Context) (unlock func(), err error) {
	if o.Profile.store() == StoreNone {
		return func() {}, nil
	}
	unlock, err = o.Folders.lockProfile(ctx, o.Profile.Name)
	if errors.Is(err, errNoLock) {
		return func() {}, nil
	}
	return unlock, err
}

// left says what still signs in after a logout.
func (o Options) left() []string {
	var left []string
	if o.Getenv != nil && o.Getenv(EnvJWT) != "" {
		left = append(left, "The environment still signs in: unset "+EnvJWT+".")
	}
	if len(o.Profile.Command) > 0 {
		left = append(left, fmt.Sprintf("credential_command of the profile %s still signs in: remove it from %s.", o.Profile.Name, o.Folders.ConfigFile()))
	}
	return left
}

func (o Options) revoke(ctx context.Context, r *record, f *Farewell) {
	f.Server = r.Server
	if r.JWT != "" {
		f.Left = append(f.Left, "The JWT itself stays good wherever else it is kept: to end it, delete it in the developer console under Credentials.")
	}
	t := r.Token
	if t == nil {
		return
	}
	f.HadTokens = true
	server, err := api.ParseServer(r.Server)
	if err == nil {
		e := o.way(r.app()).endpoint
		e.server, e.pace = server, newPace(o.Folders, server, r.ClientID)
		err = e.revoke(ctx, t)
	}
	f.Revoked = err == nil
	if err != nil {
		f.NotRevoked = api.Explain(err).String()
	}
}

// erase removes what is stored. What is not ours to read is not removed
// either: the error of reading it says how to.
func (f *Farewell) erase(ctx context.Context, kept store, unread error) {
	if errors.Is(unread, errNotOurs) || errors.Is(unread, errForeign) || errors.Is(unread, errNewer) {
		f.NotErased = sentence(unread)
		return
	}
	if err := kept.erase(context.WithoutCancel(ctx)); err != nil {
		f.NotErased = sentence(err)
		return
	}
	f.Erased = true
}

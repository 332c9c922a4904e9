package signin

import (
	"context"
	"errors"
	"slices"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// TokenCacheStatus tells where the access token of a credential lasts from run to run that
// is itself kept elsewhere: in the environment, or behind a credential command.
type TokenCacheStatus struct {
	Path string `json:"path,omitempty"` // of the file; "" when the token is kept nowhere
	Kept bool   `json:"kept"`           // the file holds a token that can be used
	Why  string `json:"why,omitempty"`  // a sentence: why the token is kept nowhere
}

// tokenCache is where a session keeps an access token between runs.
type tokenCache struct {
	*tokenstore.Cache
	file settings.PrivateFile // for its lock
}

// uncached is why a token is kept nowhere.
type uncached struct {
	why    string // a sentence
	advice string // what makes rcfwd keep it; "" where the person has chosen so
}

// newTokenCache returns the cache of a credential, or why there is none. The parts of
// key tell the credential from all others.
func (o *Options) newTokenCache(credential *tokenstore.Record, key ...string) (*tokenCache, *uncached) {
	place, none := o.cachePlace()
	if none != nil {
		return nil, none
	}
	name := tokenstore.CacheName(key...)
	return &tokenCache{tokenstore.NewCache(place(name+".json"), credential), place(name + ".lock")}, nil
}

// cachePlace returns what makes the files of the cache, or why there is none.
func (o *Options) cachePlace() (place func(name string) settings.PrivateFile, none *uncached) {
	switch {
	case o.Profile.StoreKind() == settings.StoreNone:
		return nil, &uncached{why: `The profile has store = "none".`}
	case o.NoTokenCache:
		return nil, &uncached{why: EnvNoCache + " is set."}
	}
	err := o.Folders.CheckRuntime()
	switch {
	case err == nil:
		return o.Folders.RuntimeFile, nil
	case o.Profile.TokenCache == settings.CacheState && o.Folders.State != "":
		return o.Folders.PrivateFile, nil
	}
	return nil, &uncached{explain(err), settings.Advise(o.Folders, o.Profile.Name, "token_cache", string(settings.CacheState))}
}

// lockFile waits for the lock under which one process at a time gets a token. Where no
// process can take it, runs that start at once sign in each.
func (c *tokenCache) lockFile(ctx context.Context, warn func(error)) (unlock func(), err error) {
	unlock, err = c.file.Lock(ctx)
	if errors.Is(err, settings.ErrNoLock) {
		if warn != nil {
			warn(settings.UserErrorf(err, "%s Each rcfwd that starts at the same time signs in itself.", explain(err)))
		}
		return func() {}, nil
	}
	return unlock, err
}

// forgetTime is how long forget waits for the lock. Who holds it for longer is
// replacing the token already.
const forgetTime = 5 * time.Millisecond

// forget removes a token that the service no longer takes.
func (c *tokenCache) forget(token string) {
	ctx, cancel := context.WithTimeout(context.Background(), forgetTime)
	defer cancel()
	unlock, err := c.file.Lock(ctx)
	if err != nil && !errors.Is(err, settings.ErrNoLock) {
		return
	}
	if err == nil {
		defer unlock()
	}
	_ = c.Cache.Forget(token) // the service refuses it again, which only costs a request
}

// environmentCache returns the cache of the credential in the environment.
func (o *Options) environmentCache(env environment) (*tokenCache, *uncached) {
	return o.newTokenCache(jwtRecord(env.Server, env.App, env.JWT), "environment", env.Server.String(), env.App.ClientID, env.JWT)
}

// commandCache returns the cache of the credential that the profile's command prints. A
// profile that keeps its secrets in a keyring has none: an access token in a file would
// be less than it promises.
func (o *Options) commandCache() (*tokenCache, *uncached) {
	if o.Profile.StoreKind() == settings.StoreKeyring {
		return nil, &uncached{why: "The token is kept in the keyring."}
	}
	server := o.Profile.ServerURL().String()
	credential := &tokenstore.Record{Server: server, ClientID: o.Profile.ClientID, Source: tokenstore.FromCommand, Grant: settings.GrantJWT}
	key := []string{"command", server, o.Profile.ClientID, o.Profile.Name}
	return o.newTokenCache(credential, slices.Concat(key, o.Profile.Command)...)
}

// caches returns the caches of all credentials of the profile that can be named: of the
// environment and of the command, whichever signs in now.
func (o *Options) caches() []*tokenCache {
	var all []*tokenCache
	if from, env, err := o.chooseSource(); err == nil && from == tokenstore.FromEnvironment {
		if c, _ := o.environmentCache(env); c != nil {
			all = append(all, c)
		}
	}
	if len(o.Profile.Command) > 0 {
		if c, _ := o.commandCache(); c != nil {
			all = append(all, c)
		}
	}
	return all
}

// openCached returns a session whose token the cache keeps.
func (s *Session) openCached(ctx context.Context, c *tokenCache) *Session {
	r, _ := c.Load(ctx) // never fails
	s.cache, s.store, s.rec = c, c.Cache, r
	s.persist.stored = r.Fingerprint()
	s.share(r)
	s.lock = func(ctx context.Context) (func(), error) { return c.lockFile(ctx, s.warn) }
	return s
}

// Forget tells the session that the service has refused token, which no later run may
// use. Unlike Refused it does not make this run get another one.
func (s *Session) Forget(token string) {
	if c := s.currentSource().cache; c != nil {
		c.forget(token)
	}
}

// sayNotKept warns a person once that the next run signs in again, unless they chose that.
func (s *Session) sayNotKept(src *credentialSource) {
	if src.uncached == nil || src.uncached.advice == "" || !src.oneRun || src.warn == nil {
		return
	}
	s.notKept.Do(func() {
		src.warn(settings.UserErrorf(nil, "The access token is not kept, so the next run signs in again. %s %s", src.uncached.why, src.uncached.advice))
	})
}

// EndRun ends the session of a command at its end. A token that no later run can use is
// revoked, so that it takes none of the few sessions that the service allows (dossier
// section 2.4); the call waits its turn in the Auth group. In all other cases EndRun does
// nothing. The error is a *rest.Error.
func (s *Session) EndRun(ctx context.Context) error {
	src, r := s.currentSource(), s.record()
	if !src.ephemeral || r.AccessToken() == "" {
		return nil
	}
	err := src.endpoint.withApp(appOf(r)).revoke(ctx, r.Token)
	s.adopt(r.With(nil))
	if err != nil {
		return rest.AsError(opSignOut, err)
	}
	return nil
}

// cacheStatus returns the status of the cache, or nil where the store of the profile
// keeps the token.
func (src *credentialSource) cacheStatus(r *tokenstore.Record) *TokenCacheStatus {
	switch {
	case src.cache != nil:
		return &TokenCacheStatus{Path: src.cache.Path(), Kept: r.AccessToken() != ""}
	case src.uncached != nil && src.ephemeral:
		return &TokenCacheStatus{Why: src.uncached.why}
	}
	return nil
}

package signin

import (
	"context"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// otherStoresTime is how long a login may take to end the sessions that it finds
// in other stores. The login itself has succeeded by then.
const otherStoresTime = 10 * time.Second

// clearOtherStores erases what earlier sign-ins of the profile left in other
// stores, and ends their sessions. A login calls it once it is stored where the
// profile says. What fails is a warning.
func (o *Options) clearOtherStores(ctx context.Context) {
	if len(tokenstore.Others(new(o.storeOptions()))) == 0 {
		return
	}
	lockCtx, cancel := context.WithTimeout(ctx, otherStoresTime)
	defer cancel()
	unlock, err := o.lockStores(lockCtx)
	if err != nil {
		o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store, because another rcfwd is using it. End that one and sign in again.", o.Profile.Name))
		return
	}
	erased := o.eraseOtherStores(ctx)
	unlock()
	o.endSessions(ctx, erased)
}

// eraseOtherStores erases the records in other stores and returns them. The
// caller holds the lock of the profile.
func (o *Options) eraseOtherStores(ctx context.Context) (erased []*tokenstore.Record) {
	for _, s := range tokenstore.Others(new(o.storeOptions())) {
		r, err := s.Load(ctx)
		if r != nil && r.Newer() == nil { // what is newer stays, so its session does too
			erased = append(erased, r)
		}
		if tokenstore.CanErase(err) {
			err = s.Erase(ctx)
		}
		if err != nil {
			o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store. %s", o.Profile.Name, explain(err)))
		}
	}
	return erased
}

// endSessions ends the sessions of records that were erased.
func (o *Options) endSessions(ctx context.Context, erased []*tokenstore.Record) {
	ctx, cancel := context.WithTimeoutCause(ctx, otherStoresTime, rest.ErrSlow)
	defer cancel()
	for _, r := range erased {
		var result LogoutResult
		o.revoke(ctx, r, &result)
		if result.NotRevoked != "" {
			o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s was removed from its store, but its session could not be ended at the server: %s", o.Profile.Name, result.NotRevoked))
		}
	}
}

func (o *Options) warn(err error) {
	if o.Warn != nil {
		o.Warn(err)
	}
}

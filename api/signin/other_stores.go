package signin

import (
	"context"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// A profile may have been kept in another store than the one that it names now.
// What lies there still signs in, so a new login and a logout see to it.

// otherStoresTime is how long a login may take to end the session that it finds in
// another store. It has what it was started for by then.
const otherStoresTime = 10 * time.Second

// clearOtherStores does away with what earlier sign-ins of the profile have left in
// other stores, after one was kept where the profile says. It warns of what it
// cannot do.
func (o Options) clearOtherStores(ctx context.Context) {
	if len(tokenstore.Others(o.storeOptions())) == 0 {
		return
	}
	patient, cancel := context.WithTimeout(ctx, otherStoresTime)
	defer cancel()
	unlock, err := o.lockStores(patient)
	if err != nil {
		o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store, as another rcfwd is busy with it. End that, and sign in once more.", o.Profile.Name))
		return
	}
	found := o.eraseOtherStores(ctx)
	unlock()
	o.endSessions(ctx, found)
}

// eraseOtherStores erases the records in other stores and gives them. The caller holds the
// lock of the profile.
func (o Options) eraseOtherStores(ctx context.Context) (found []*tokenstore.Record) {
	for _, s := range tokenstore.Others(o.storeOptions()) {
		r, err := s.Load(ctx)
		if r != nil {
			found = append(found, r)
		}
		if tokenstore.CanErase(err) {
			err = s.Erase(ctx)
		}
		if err != nil {
			o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store. %s", o.Profile.Name, explain(err)))
		}
	}
	return found
}

// endSessions ends the sessions of records that were erased.
func (o Options) endSessions(ctx context.Context, found []*tokenstore.Record) {
	ctx, cancel := context.WithTimeoutCause(ctx, otherStoresTime, rest.ErrSlow)
	defer cancel()
	for _, r := range found {
		f := LogoutResult{}
		o.revoke(ctx, r, &f)
		if f.NotRevoked != "" {
			o.warn(settings.UserErrorf(nil, "The earlier sign-in of the profile %s was taken out of its store, but its session could not be ended at the server: %s", o.Profile.Name, f.NotRevoked))
		}
	}
}

func (o Options) warn(err error) {
	if o.Warn != nil {
		o.Warn(err)
	}
}

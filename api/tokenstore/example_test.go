package tokenstore_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Save the record of a sign-in under the lock of its profile, and load it.
func Example() {
	state, err := os.MkdirTemp("", "rcfwd")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(state)
	ctx := context.Background()
	o := tokenstore.Options{Folders: settings.Folders{State: state}, Profile: settings.Profile{Name: "work"}}
	store, err := tokenstore.Open(&o)
	if err != nil {
		log.Fatal(err)
	}

	unlock, err := o.Folders.LockProfile(ctx, o.Profile.Name)
	if err != nil {
		log.Fatal(err)
	}
	defer unlock()
	if err := store.Save(ctx, &tokenstore.Record{
		Server: settings.Production, ClientID: "client", Source: tokenstore.FromStore, Grant: settings.GrantCode,
		Token: &tokenstore.TokenSet{Access: "secret", Owner: "42"},
	}); err != nil {
		log.Fatal(err)
	}
	record, err := store.Load(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(record, record.Token.Owner)
	// Output: (sign-in) 42
}

package signin

import (
	"fmt"

	"rcfwd/api/tokenstore"
)

// App is an application that is registered in the developer console. An app
// without a secret is public: it sends its id in the form, and no Authorization
// header.
type App struct {
	ClientID     string
	ClientSecret string `json:"-"`
}

// String hides the secret.
func (a App) String() string { return fmt.Sprintf("app %s", a.ClientID) }

// GoString hides the secret.
func (a App) GoString() string { return a.String() }

// appOf returns the app that a record was signed in with.
func appOf(r *tokenstore.Record) App { return App{ClientID: r.ClientID, ClientSecret: r.Secret} }

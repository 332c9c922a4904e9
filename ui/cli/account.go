package cli

import (
	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/journal"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// account opens the extensions of an account. It is a ui.Account.
type account struct {
	*api.Client // of the extension that was opened first

	connector *connector
	profile   settings.Profile
	session   *signin.Session
	common    ui.Connection // what the connections to all extensions have in common
}

// Extension returns the connection to another extension of the account, by its id. It
// sends nothing.
func (a *account) Extension(id string) ui.Connection {
	to := a.connection(a.Client.For(id))
	to.Other = true
	return to
}

// connection returns the connection to the extension of a client.
func (a *account) connection(client *api.Client) ui.Connection {
	to := a.common
	to.Service, to.Account = client, a
	to.OpenEditor = func(open, self api.Extension) (ui.Editor, error) {
		return a.connector.editor(client, journal.Scope{
			Profile: a.profile.Name, Server: a.session.Server().String(), Account: open.AccountID, Extension: open.ID,
		}, self)
	}
	to.Calls = calls.New(calls.Options{Client: client, Handshake: a.connector.handshake, Caught: a.connector.caught})
	return to
}

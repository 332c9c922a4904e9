package cli

import (
	"os"
	"sync"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/index"
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

	indexing sync.Mutex // over index
	index    *index.Index
}

// Whole is the client that reads the whole account.
func (a *account) Whole() *api.Client { return a.Client }

// Index returns the index of the account, as self, the signed-in user, sees it. The demo
// has one in memory, and so has a profile that stores nothing.
func (a *account) Index(self *api.Extension) (*index.Index, error) {
	a.indexing.Lock()
	defer a.indexing.Unlock()
	if a.index != nil {
		return a.index, nil
	}
	if a.connector.inMemory || a.profile.Store == settings.StoreNone {
		a.index = index.InMemory()
		return a.index, nil
	}
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return nil, err
	}
	a.index, err = index.Open(index.DirIn(folders.State), index.Key{
		Server: a.session.Server().String(), Account: self.AccountID, SignedIn: self.ID,
	})
	if err == nil {
		a.index.Keep = a.profile.IndexKeep
	}
	return a.index, err
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
		}, &self)
	}
	to.Calls = calls.New(calls.Options{Client: client, Handshake: a.connector.handshake, Caught: a.connector.caught})
	return to
}

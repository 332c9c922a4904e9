package api

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Person is an extension of the account as the list of all extensions has it. The texts
// are clean; Exact returns them as the service sent them.
type Person struct {
	ID     string
	Number string // the short number people dial; may be empty
	Name   string
	Type   string // User, Department, ...; as the service sends it
	Status string // Enabled, Disabled, ...; as the service sends it
	Email  string // may be empty
	Site   Site   // zero where the record names none

	sent wirePerson
}

// Site is a site of an account that has several.
type Site struct {
	ID   string
	Name string
}

// PeoplePage is a page of the list of all extensions.
type PeoplePage struct {
	People []Person
	Unread []Unread  // records that could not be read
	At     time.Time // when it was read
}

// People reads the extensions of the open account, a thousand with each request, and each
// page only when it is asked for. An extension that moves between pages while they are
// read comes once. An error ends the pages.
func (c *Client) People(ctx context.Context) iter.Seq2[PeoplePage, error] {
	r := rest.Request{Op: opListPeople, Method: http.MethodGet, Path: c.AccountPath("extension"), Query: perPage(1000)}
	return func(yield func(PeoplePage, error) bool) {
		had := map[string]bool{}
		for records, err := range c.rest.Pages(ctx, &r) {
			page := PeoplePage{At: time.Now()}
			if err == nil {
				page.People, page.Unread, err = readAll(opListPeople, records, readPerson)
			}
			page.People = unseen(page.People, had)
			if c.sawPeople != nil && err == nil {
				c.sawPeople(page.People)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// unseen returns the people that were not there before.
func unseen(all []Person, had map[string]bool) []Person {
	kept := all[:0]
	for _, p := range all {
		if !had[p.ID] {
			had[p.ID] = true
			kept = append(kept, p)
		}
	}
	return kept
}

// wirePerson is an extension in the list.
type wirePerson struct {
	ID      jsonobj.FlexString `json:"id"`
	Number  jsonobj.FlexString `json:"extensionNumber"`
	Name    jsonobj.FlexString `json:"name"`
	Type    jsonobj.FlexString `json:"type"`
	Status  jsonobj.FlexString `json:"status"`
	Contact struct {
		Email jsonobj.FlexString `json:"email"`
	} `json:"contact"`
	Site struct {
		ID   jsonobj.FlexString `json:"id"`
		Name jsonobj.FlexString `json:"name"`
	} `json:"site"`
}

func readPerson(raw json.RawMessage) (Person, error) {
	var w wirePerson
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return Person{}, rest.ErrShape
	}
	return w.person(rest.Clean[jsonobj.FlexString]), nil
}

// person returns the Person, its texts as text returns them.
func (w wirePerson) person(text func(jsonobj.FlexString) string) Person {
	return Person{
		ID: text(w.ID), Number: text(w.Number), Name: text(w.Name), Type: text(w.Type), Status: text(w.Status),
		Email: text(w.Contact.Email), Site: Site{ID: text(w.Site.ID), Name: text(w.Site.Name)}, sent: w,
	}
}

// Exact returns p with its texts as the service sent them, not cleaned: for output that
// escapes what could control a terminal.
func (p *Person) Exact() Person {
	return p.sent.person(asSent)
}

// asSent returns a text as the service sent it.
func asSent(s jsonobj.FlexString) string { return string(s) }

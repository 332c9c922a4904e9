package sweep

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// listed is an extension in the list, as small as can be: an account may have 50,000.
type listed struct {
	id, number, name, kind, status, email string
	site                                  *api.Site // shared; nil for none
	class                                 index.Class
	at                                    time.Time
	numbers                               []string
}

func listedOf(p *api.Person) listed {
	l := listed{id: p.ID, number: p.Number, name: p.Name, kind: p.Type, status: p.Status, email: p.Email, class: classOf(p.Type), at: time.Now()}
	if p.Site != (api.Site{}) {
		l.site = &p.Site
	}
	return l
}

// reading is the line for an extension that was listed and not read.
func (l *listed) reading() index.Reading {
	r := index.Reading{
		V: index.Version, Class: l.class, ListedAt: l.at.UTC(), ID: l.id, Number: l.number, Name: l.name, Type: l.kind, Status: l.status,
		Email: l.email, Numbers: l.numbers,
	}
	if l.site != nil {
		r.SiteID, r.Site = l.site.ID, l.site.Name
	}
	return r
}

// list is what the list phase of a sweep reads: all extensions, and the telephone numbers
// of the account, which the list of extensions does not have (dossier section 16).
type list struct {
	client *api.Client
	all    []listed
	byID   map[string]int
	owners *Owners
	at     time.Time
	sites  map[api.Site]*api.Site
}

// readList reads the list. The extensions are needed; the numbers of the account may be
// refused, and then no number is known to be outside.
func readList(ctx context.Context, client *api.Client) (*list, error) {
	l := &list{client: client, byID: map[string]int{}, owners: &Owners{}, at: time.Now(), sites: map[api.Site]*api.Site{}}
	err := atOnce(
		func() error { return l.people(ctx) },
		func() error { return l.numbers(ctx) },
	)
	if err != nil {
		return nil, err
	}
	if err := l.readSites(ctx); err != nil {
		return nil, err
	}
	l.add(listed{id: CompanyID, name: "Company", class: index.Company, at: l.at})
	l.giveNumbers()
	return l, nil
}

// giveNumbers gives each extension its numbers, and the company those of no extension,
// sorted.
func (l *list) giveNumbers() {
	for digits, id := range l.owners.extension {
		if id == "" {
			id = CompanyID
		}
		if i, known := l.byID[id]; known {
			l.all[i].numbers = append(l.all[i].numbers, "+"+digits)
		}
	}
	for i := range l.all {
		slices.Sort(l.all[i].numbers)
	}
}

// add is not inlined: its copies would make the program larger.
//
//go:noinline
func (l *list) add(one listed) {
	if _, has := l.byID[one.id]; !has {
		l.byID[one.id] = len(l.all)
		l.all = append(l.all, one)
	}
}

func (l *list) people(ctx context.Context) error {
	for page, err := range l.client.People(ctx) {
		if err != nil {
			return err
		}
		for i := range page.People {
			one := listedOf(&page.People[i])
			one.at, one.site = page.At, l.site(one.site)
			l.add(one)
		}
	}
	return nil
}

// site returns one site for all extensions that name it.
func (l *list) site(s *api.Site) *api.Site {
	if s == nil {
		return nil
	}
	if l.sites[*s] == nil {
		l.sites[*s] = s
	}
	return l.sites[*s]
}

var opSites = rest.Operation{What: "read the sites", Group: rest.GroupLight}

// mainSite is the id of the site that follows the rules of the company.
const mainSite = "main-site"

// readSites adds sites that are not among the extensions. An account with one site may
// refuse the list.
func (l *list) readSites(ctx context.Context) error {
	records, err := l.client.REST().List(ctx, rest.Request{Op: opSites, Method: http.MethodGet, Path: l.client.AccountPath("sites")})
	if err != nil {
		return l.answer(err)
	}
	for _, raw := range records {
		w, _ := jsonobj.Read(raw)
		if id := rest.Clean(w.Text("id")); id != "" && id != mainSite {
			l.add(listed{id: id, number: rest.Clean(w.Text("extensionNumber")), name: rest.Clean(w.Text("name")), kind: "Site", class: index.Company, at: l.at})
		}
	}
	return nil
}

// answer returns an error after which nothing more can be read; nil for a refusal.
func (l *list) answer(err error) error {
	if e, ok := err.(*rest.Error); ok && answers(e) {
		return nil
	}
	return err
}

// numbers reads the numbers of the account: those of the extensions from the directory,
// and the account's own from the list of its numbers, which is of another group of limits
// and may need a permission. What is refused is left out.
func (l *list) numbers(ctx context.Context) error {
	var mu sync.Mutex // the two come side by side
	add := func(phone, id string) {
		mu.Lock()
		defer mu.Unlock()
		l.owners.Add(phone, id)
	}
	return atOnce(
		func() error {
			for page, err := range l.client.Directory(ctx) {
				if err != nil {
					return l.answer(err)
				}
				for i := range page {
					for _, phone := range page[i].Numbers {
						add(phone, page[i].ID)
					}
				}
			}
			return nil
		},
		func() error {
			for page, err := range l.client.OwnNumberPages(ctx) {
				if err != nil {
					return l.answer(err)
				}
				for i := range page {
					add(page[i].Phone, page[i].Extension.ID)
				}
			}
			return nil
		},
	)
}

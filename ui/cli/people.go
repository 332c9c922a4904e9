package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/filter"
	"rcfwd/api/index"
	"rcfwd/ui/cli/output"
)

// The people of an account: all its extensions, as one request for each thousand tells.

func peopleNoun() noun {
	return noun{
		name: "people", short: "List the extensions of the account",
		long: "people lists the extensions of the account: users, call queues, menus and others. It prints them as they\n" +
			"are read, a thousand with each request. FILTER is words, each of which must hold: plain ones are searched\n" +
			"in extension number, name and e-mail address, others have a key:\n" +
			strings.Join(filter.Keys(), ", ") + ".\n" +
			"Write -- before words that contain a colon and have no key.",
		verbs: []verb{
			{use: "list [FILTER...]", aliases: []string{"ls"}, short: "List the extensions, or those that FILTER selects",
				prints: peopleList(), run: listPeople, flags: declareProfiles, scopes: readScopes,
				examples: []string{"rcfwd people --demo", "rcfwd people list --demo type:user not:status:disabled --json extensionNumber,name"}},
		},
	}
}

// personRow is an extension of the account, and when it was read.
type personRow struct {
	api.Person
	at      time.Time
	profile string
}

func peopleList() output.List {
	return output.List{Unit: "extension", Key: "id", Fields: []output.Field{
		{Name: "extensionNumber", Kind: output.Text, Title: "Extension", Help: "Short number that people dial.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Number) })},
		{Name: "name", Kind: output.Text, Title: "Name", Help: "Name of the extension.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Name) })},
		{Name: "type", Kind: output.Text, Title: "Type", Help: "User, Department for a call queue, IvrMenu or another type of the service.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Type) })},
		{Name: "status", Kind: output.Text, Title: "Status", Help: "Enabled, Disabled, Frozen, NotActivated or Unassigned.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Status) })},
		{Name: "email", Kind: output.Text, Title: "E-mail", Help: "E-mail address of the contact.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Email) })},
		{Name: "siteName", Kind: output.Text, Title: "Site", Help: "Name of the site, in an account with several.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Site.Name) })},
		{Name: "id", Kind: output.Text, Title: "Id", Help: "Id of the extension; opaque.",
			Value: output.Of(func(p *personRow) any { return p.ID })},
		{Name: "siteId", Kind: output.Text, Help: "Id of the site.",
			Value: output.Of(func(p *personRow) any { return orNull(p.Site.ID) })},
		{Name: "readAt", Kind: output.Time, Help: "When it was read.",
			Value: output.Of(func(p *personRow) any { return p.at.Truncate(time.Second) })},
		{Name: "profile", Kind: output.Text, Help: "Name of the profile; null for none.",
			Value: output.Of(func(p *personRow) any { return orNull(p.profile) })},
	}}
}

func listPeople(ctx context.Context, i *invocation) error {
	chosen, err := i.filter()
	if err != nil {
		return err
	}
	if chosen.Swept() {
		return listSweptPeople(ctx, i, chosen)
	}
	s, err := i.open(ctx)
	if err != nil {
		return err
	}
	p, err := newPrinter(i, peopleList(), false)
	if err != nil {
		return err
	}
	if err := s.printPeople(ctx, p, chosen); err != nil {
		return err
	}
	return p.Close()
}

// listSweptPeople lists people by what was read of each of them. As with other questions
// about the whole account, what is missing is read first.
func listSweptPeople(ctx context.Context, i *invocation, chosen *filter.Filter) error {
	q, err := i.inquire(ctx)
	if err != nil {
		return err
	}
	p, err := newPrinter(i, peopleList(), false)
	if err != nil {
		return err
	}
	risks, err := q.numberRisks(ctx)
	if err != nil {
		return err
	}
	err = q.each(func(r *index.Reading, changedAt int64) error {
		if row := filter.OfReading(r, changedAt, risks.kinds); chosen.Matches(&row) {
			return p.Print(&personRow{personOf(r), r.ReadAt, q.profileNow().Name})
		}
		return nil
	})
	if err != nil {
		return err
	}
	proof, err := q.index.ProofSince(q.scope, q.since)
	return cmp.Or(err, p.Close(), q.prove(proof))
}

func personOf(r *index.Reading) api.Person {
	return api.Person{ID: r.ID, Number: r.Number, Name: r.Name, Type: r.Type, Status: r.Status, Email: r.Email, Site: api.Site{ID: r.SiteID, Name: r.Site}}
}

// filter reads the filter of the command line.
func (i *invocation) filter() (*filter.Filter, error) {
	f, err := filter.Parse(filter.Join(i.filterArgs()), i.now())
	if err != nil {
		return nil, asUsage(err, i.cmd)
	}
	return &f, nil
}

func matchesPerson(f *filter.Filter, p *api.Person) bool {
	row := filter.OfPerson(p)
	return f.Matches(&row)
}

// filterArgs are the arguments of the command line, with the -- before those without keys.
func (i *invocation) filterArgs() []string {
	if at := i.cmd.ArgsLenAtDash(); at >= 0 {
		return slices.Insert(slices.Clone(i.args), at, "--")
	}
	return i.args
}

// printPeople prints each page once it is read. Where a page after the first cannot be
// read, what was read stays printed, and it is told.
func (s *session) printPeople(ctx context.Context, p *output.Printer, chosen *filter.Filter) error {
	read, sites := false, false
	for page, err := range s.client().People(ctx) {
		if err != nil && !read {
			return err
		}
		if err != nil {
			s.tell(endedEarly(err))
			break
		}
		read = true
		for _, one := range page.People {
			sites = sites || one.Site != api.Site{}
			if !matchesPerson(chosen, &one) {
				continue
			}
			if err := p.Print(&personRow{one.Exact(), page.At, s.profileNow().Name}); err != nil {
				return err
			}
		}
		for _, u := range page.Unread {
			s.tell(incomplete(fmt.Errorf("could not be read: %s", u)))
		}
		if p.Done() {
			break
		}
	}
	if chosen.Uses("site") && !sites {
		s.note("No extension names a site: the account may have only one.")
	}
	return nil
}

// endedEarly is the error of a list whose rest could not be read.
func endedEarly(err error) error {
	if code := exitCodeOf(err); code == ExitSignIn || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return incomplete(fmt.Errorf("the rest of the list could not be read. %s", api.Explain(err)))
}

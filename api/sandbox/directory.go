package sandbox

import (
	"fmt"
	"strconv"
)

// entry is ContactResource (V: the SDK), reduced to what the sandbox has.
type entry struct {
	ID              string        `json:"id"`
	Type            string        `json:"type"`
	Status          string        `json:"status"`
	ExtensionNumber string        `json:"extensionNumber"`
	FirstName       string        `json:"firstName,omitempty"` // of users
	LastName        string        `json:"lastName,omitempty"`
	Name            string        `json:"name,omitempty"` // of others
	Email           string        `json:"email,omitempty"`
	Account         *entryAccount `json:"account,omitempty"`
	PhoneNumbers    []entryPhone  `json:"phoneNumbers,omitempty"`
	ProfileImage    link          `json:"profileImage"`
	Site            *siteRef      `json:"site,omitempty"`
	Hidden          bool          `json:"hidden"`
}

type entryAccount struct {
	ID          string     `json:"id"`
	CompanyName string     `json:"companyName"`
	MainNumber  entryPhone `json:"mainNumber"`
}

type entryPhone struct {
	Formatted   string `json:"formattedPhoneNumber"`
	PhoneNumber string `json:"phoneNumber"`
	Type        string `json:"type"`
	UsageType   string `json:"usageType,omitempty"`
	Primary     bool   `json:"primary,omitempty"`
}

// Page sizes of the directory (dossier 16).
const (
	defaultEntries = 1000
	maxEntries     = 2000
)

// Types by which the directory can be filtered (V).
var entryTypes = []string{
	"User", "Department", "Announcement", "Voicemail", "SharedLinesGroup", "PagingOnly", "IvrMenu", "ParkLocation",
	"Limited", "External", "DelegatedLinesGroup", "TieLine",
}

// listEntries lists the directory of the company (V: the SDK): enabled, disabled
// and not activated extensions, by short number (Guess). The sandbox has no
// federation, so showFederated only decides whether entries name the account.
func (c *call) listEntries() (result, error) {
	q := c.r.URL.Query()
	perPage, err := c.entriesPerPage()
	if err != nil {
		return result{}, err
	}
	filters, err := c.choices(filterSpec{"type", entryTypes}, filterSpec{"typeGroup", []string{"User", "NonUser"}},
		filterSpec{"showFederated", []string{"true", "false"}}, filterSpec{"accessibleSitesOnly", []string{"true", "false"}})
	if err != nil {
		return result{}, err
	}
	found := without(c.company.members(), func(m member) bool {
		l := c.company.listing(m, false)
		group := "NonUser"
		if isPerson(l.kind) {
			group = "User"
		}
		return !inDirectory(l) || !filters["type"].wants(entryType(l.kind)) || !filters["typeGroup"].wants(group)
	})
	if site := q.Get("siteId"); site != "" {
		found = without(found, func(m member) bool { return c.siteOf(m) != site })
	}
	named := q.Get("showFederated") != "false"
	records, p, _, err := cut(c, found, perPage, func(m member) any { return c.showEntry(c.company.read(m), named) })
	if err != nil {
		return result{}, err
	}
	return success(slimList{records, p}), nil
}

// entriesPerPage reads perPage: a number, "all", or "max" (V).
func (c *call) entriesPerPage() (int, error) {
	switch c.r.URL.Query().Get("perPage") {
	case "all":
		return len(c.company.Extensions) + c.company.crowd.size, nil
	case "max":
		return maxEntries, nil
	}
	return c.perPage(defaultEntries, maxEntries)
}

// inDirectory reports whether an extension is listed (V).
func inDirectory(l listing) bool {
	return l.kind != "ApplicationExtension" && (l.status == "Enabled" || l.status == "Disabled" || l.status == "NotActivated")
}

// entryType returns the type of an entry: that of a user for each of its kinds
// (V).
func entryType(kind string) string {
	switch kind {
	case "DigitalUser", "VirtualUser", "FaxUser":
		return "User"
	}
	return kind
}

// siteOf returns the ID of the site of a member; "" in an account without sites.
func (c *call) siteOf(m member) string {
	if site := c.siteRefOf(c.company.read(m)); site != nil {
		return site.ID
	}
	return ""
}

func (c *call) showEntry(e *Extension, named bool) entry {
	shown := entry{
		ID: e.ID, Type: entryType(e.Type), Status: e.Status, ExtensionNumber: e.Number, Email: e.Email,
		ProfileImage: link{c.extensionURI(e) + "/profile-image"}, Site: c.siteRefOf(e),
	}
	if shown.Type == "User" {
		shown.FirstName, shown.LastName = e.FirstName, e.LastName
	} else {
		shown.Name = e.Name()
	}
	if named {
		main := formatPhone(Phone{Number: c.company.MainNumber})
		shown.Account = &entryAccount{c.company.ID, c.company.Name, main}
	}
	for _, p := range c.company.phonesOf(e.ID, func(Phone) bool { return false }) {
		shown.PhoneNumbers = append(shown.PhoneNumbers, formatPhone(p))
	}
	return shown
}

// formatPhone shows a number of the home country as in the SDK's example (V).
func formatPhone(p Phone) entryPhone {
	shown := entryPhone{p.Number, p.Number, "VoiceFax", p.UsageType, p.Primary}
	if n := p.Number; len(n) == len("+16505550100") {
		shown.Formatted = fmt.Sprintf("%s (%s) %s", n[:2], n[2:5], n[5:])
	}
	return shown
}

// readEntry reads one entry of the directory (V: the SDK).
func (c *call) readEntry() (result, error) {
	id := c.r.PathValue("entryId")
	e := c.company.byID(id)
	if _, err := strconv.Atoi(id); err != nil || e == nil || !inDirectory(listing{kind: e.Type, status: e.Status}) {
		return result{}, notFound("entryId")
	}
	return success(c.showEntry(e, true)), nil
}

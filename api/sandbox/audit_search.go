package sandbox

import (
	"slices"
	"strings"
	"time"

	"rcfwd/api/jsonobj"
)

// auditQuery is AccountHistorySearchPublicRequest (V: the SDK). An empty list
// selects everything.
type auditQuery struct {
	from, to                               time.Time
	initiators, targets, actions, excluded filter
	site, text                             string
	page, perPage                          int
}

// searchAudit lists the changes of the company, the newest first (Guess).
func (c *call) searchAudit() (result, error) {
	q, err := c.auditQuery()
	if err != nil {
		return result{}, err
	}
	found := without(c.audit, func(r auditRecord) bool { return !q.selects(r) })
	slices.Reverse(found)
	start := min((q.page-1)*q.perPage, len(found))
	records := []jsonobj.Object{}
	for _, r := range found[start:min(start+q.perPage, len(found))] {
		records = append(records, c.showAudit(r))
	}
	pages := (len(found) + q.perPage - 1) / q.perPage
	return success(jsonobj.New("records", records,
		"paging", jsonobj.New("page", q.page, "perPage", q.perPage, "total", pages, "totalFound", len(found)))), nil
}

// auditQuery reads the body. V: the time ends now by default and begins 24 hours
// before its end. Guess: 100 records a page by default, 1000 at most.
func (c *call) auditQuery() (q auditQuery, err error) {
	sent, err := c.jsonBody()
	if err != nil {
		return q, err
	}
	read := auditReader{sent: sent}
	q.to = read.time("eventTimeTo", time.Now())
	q.from = read.time("eventTimeFrom", q.to.Add(-24*time.Hour))
	if oldest := time.Now().Add(-auditAge); q.from.Before(oldest) {
		q.from = oldest
	}
	q.initiators, q.targets = read.list("initiatorIds"), read.list("targetIds")
	q.actions, q.excluded = read.list("actionIds"), read.list("excludeActionIds")
	q.site, q.text = sent.Str("siteId"), sent.Str("searchString")
	q.page, q.perPage = read.count("page", 1), min(read.count("perPage", defaultPerPage), maxPerPage)
	return q, read.err
}

// auditReader reads fields and keeps the first refusal.
type auditReader struct {
	sent jsonobj.Object
	err  error
}

func (r *auditReader) refuse(name string) {
	if r.err == nil {
		r.err = invalid(name)
	}
}

func (r *auditReader) time(name string, otherwise time.Time) time.Time {
	if !r.sent.Has(name) {
		return otherwise
	}
	at, err := time.Parse(time.RFC3339, r.sent.Str(name))
	if err != nil {
		r.refuse(name)
	}
	return at
}

func (r *auditReader) list(name string) filter {
	values, ok := jsonobj.As[[]string](r.sent, name)
	if !ok {
		r.refuse(name)
	}
	return values
}

func (r *auditReader) count(name string, otherwise int) int {
	n := r.sent.Int(name, otherwise)
	if n < 1 {
		r.refuse(name)
		return 1
	}
	return n
}

func (q *auditQuery) selects(r auditRecord) bool {
	return !r.at.Before(q.from) && !r.at.After(q.to) &&
		q.initiators.wants(r.by.id) && q.targets.wants(r.target.id) &&
		q.actions.wants(r.action) && !slices.Contains(q.excluded, r.action) &&
		(q.site == "" || r.target.siteID == q.site) && r.holds(q.text)
}

// holds searches the fields that the SDK names.
func (r *auditRecord) holds(text string) bool {
	return slices.ContainsFunc([]string{r.by.name, r.by.role, r.by.number, r.target.name, r.target.number, r.setting},
		func(field string) bool { return strings.Contains(strings.ToLower(field), strings.ToLower(text)) })
}

// showAudit is AccountHistoryPublicRecord (V).
func (c *call) showAudit(r auditRecord) jsonobj.Object {
	target := jsonobj.New("objectId", r.target.id, "objectType", "Extension", "name", r.target.name, "extensionNumber", r.target.number)
	if r.target == companyTarget {
		target = jsonobj.New("objectId", r.target.id, "objectType", "Company", "name", c.company.Name)
	}
	if r.target.siteID != "" {
		target = target.With("siteId", r.target.siteID)
	}
	return jsonobj.New("id", r.id, "eventTime", timestamp(r.at),
		"initiator", jsonobj.New("extensionId", r.by.id, "extensionNumber", r.by.number, "name", r.by.name, "role", r.by.role),
		"actionId", r.action, "eventType", r.event, "accountId", c.company.ID, "accountName", c.company.Name,
		"target", target, "clientIp", r.ip,
		"details", jsonobj.New("parameters", []jsonobj.Object{jsonobj.New("key", "settingName", "value", r.setting)}))
}

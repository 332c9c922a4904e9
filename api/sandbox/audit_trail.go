package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// auditRecord is one change of the company, by a client or by Server.Change.
type auditRecord struct {
	at                time.Time
	id, action, event string // event is CREATE, UPDATE or DELETE
	setting           string // what was changed, in words
	by, target        auditParty
	ip                string
}

// auditParty is an extension as it was at the time of a record.
type auditParty struct {
	id, number, name, role, siteID string
}

// maxAudit and auditAge bound the trail (V).
const (
	maxAudit = 10_000
	auditAge = 180 * 24 * time.Hour
)

// companyTarget stands for the company as a target (V: "0").
var companyTarget = auditParty{id: "0"}

// partyOf is not inlined: its copies would make the program larger.
//
//go:noinline
func partyOf(e *Extension) auditParty {
	role := "Standard"
	if e.Admin {
		role = "Super Admin"
	}
	return auditParty{e.ID, e.Number, e.Name(), role, e.SiteID}
}

// auditedPaths are the operations that change what people see in the portal,
// with the action ID and the setting of their records. Guess: the names; the
// vendor publishes the style alone (V: CHANGE_USER_INFO).
var auditedPaths = [][3]string{
	{numbersPath, "CHANGE_CALL_FORWARDING", "Forwarding numbers"},
	{answeringRulesPath, "CHANGE_ANSWERING_RULES", "Answering rules"},
	{handlingPath, "CHANGE_ANSWERING_RULES", "Answering rules"},
	{forwardAllPath, "CHANGE_ANSWERING_RULES", "Forward all calls"},
	{flipPath, "CHANGE_CALL_FLIP", "Call flip"},
	{hoursPath, "CHANGE_USER_HOURS", "Business hours"},
	{companyForwardAllPath, "CHANGE_COMPANY_CALL_HANDLING", "Forward all company calls"},
}

// recordChange records what a client changed.
func (c *call) recordChange() {
	if c.r.Method == http.MethodGet || c.user == nil || c.hasFault(Pretend) {
		return
	}
	for _, a := range auditedPaths {
		if strings.HasPrefix(c.op.path, a[0]) {
			target := companyTarget
			if c.target != nil {
				target = partyOf(c.target)
			}
			c.addAudit(auditRecord{action: a[1], setting: a[2], event: auditEvent(c.r.Method), by: partyOf(c.user), target: target, ip: c.address()})
			return
		}
	}
}

func auditEvent(method string) string {
	switch method {
	case http.MethodPost:
		return "CREATE"
	case http.MethodDelete:
		return "DELETE"
	}
	return "UPDATE"
}

// address returns that of the client.
func (c *call) address() string {
	if host, _, err := net.SplitHostPort(c.r.RemoteAddr); err == nil {
		return host
	}
	return "127.0.0.1"
}

// addAudit adds a record and forgets the oldest beyond the limit.
func (s *Server) addAudit(r auditRecord) {
	s.audited++
	r.at, r.id = time.Now(), fmt.Sprintf("9835bead-397b-4ba8-b457-%012d", s.audited)
	if len(s.audit) >= maxAudit {
		s.audit = append([]auditRecord(nil), s.audit[maxAudit/10:]...)
	}
	s.audit = append(s.audit, r)
}

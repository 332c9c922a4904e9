package sandbox

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"rcfwd/api/jsonobj"
)

// callLogLag is the delay of the call log (dossier 12: 3 to 10 seconds).
const callLogLag = 5 * time.Second

// callRecord is CallLogRecord (S). Its last four members belong to the Detailed
// view.
type callRecord struct {
	URI                string            `json:"uri"`
	ID                 string            `json:"id"`
	SessionID          string            `json:"sessionId"`
	TelephonySessionID string            `json:"telephonySessionId"`
	PartyID            string            `json:"partyId"`
	StartTime          string            `json:"startTime"`
	Duration           int               `json:"duration"`
	Type               string            `json:"type"`
	Direction          string            `json:"direction"`
	Action             string            `json:"action"`
	Result             string            `json:"result"`
	From               logParty          `json:"from"`
	To                 logParty          `json:"to"`
	Transport          string            `json:"transport,omitempty"`
	Extension          *extensionInCalls `json:"extension,omitempty"`
	LastModified       string            `json:"lastModifiedTime,omitempty"`
	Legs               []callLeg         `json:"legs,omitempty"`
}

type logParty struct {
	PhoneNumber string `json:"phoneNumber"`
	Name        string `json:"name,omitempty"`
}

type extensionInCalls struct {
	ID  json.Number `json:"id"`
	URI string      `json:"uri"`
}

// callLeg is CallLogRecordLegInfo (S).
type callLeg struct {
	StartTime          string   `json:"startTime"`
	Duration           int      `json:"duration"`
	Type               string   `json:"type"`
	Direction          string   `json:"direction"`
	Action             string   `json:"action"`
	Result             string   `json:"result"`
	LegType            string   `json:"legType"`
	Master             bool     `json:"master"`
	TelephonySessionID string   `json:"telephonySessionId"`
	PartyID            string   `json:"partyId"`
	From               logParty `json:"from"`
	To                 logParty `json:"to"`
}

// listActiveCalls lists the calls as they were callLogLag ago. It omits calls
// that are still being routed and keeps ended calls for two minutes (dossier
// 12). Guess: the latest call comes first.
func (c *call) listActiveCalls() (result, error) {
	filters, err := c.choices(filterSpec{"direction", []string{"Inbound", "Outbound"}}, filterSpec{"view", []string{"Simple", "Detailed"}},
		filterSpec{"type", []string{"Voice", "Fax"}}, filterSpec{"transport", []string{"PSTN", "VoIP"}},
		filterSpec{"conferenceType", []string{"AudioConferencing", "Meetings"}})
	if err != nil {
		return result{}, err
	}
	seen := time.Now().Add(-callLogLag)
	var found []callRecord
	for i := len(c.phoneCalls) - 1; i >= 0; i-- {
		phone := c.phoneCalls[i]
		if phone.owner.ID != c.target.ID || !phone.logged(seen) || len(filters["conferenceType"]) > 0 ||
			!filters["direction"].wants(phone.own.direction) || !filters["type"].wants("Voice") || !filters["transport"].wants("PSTN") {
			continue
		}
		found = append(found, c.record(phone, seen, len(filters["view"]) > 0 && filters["view"][0] == "Detailed"))
	}
	return c.callLogPage(found)
}

// logged reports whether the call log has the call at the given time.
func (c *phoneCall) logged(at time.Time) bool {
	return !c.answered.IsZero() && !at.Before(c.answered) && (c.ended.IsZero() || at.Before(c.ended.Add(keepEnded)))
}

func (c *call) record(phone *phoneCall, at time.Time, detailed bool) callRecord {
	p := phone.partyAt(at)
	view := "Simple"
	if detailed {
		view = "Detailed"
	}
	id := phone.id[2:16]
	r := callRecord{
		URI: c.extensionURI(c.target) + "/call-log/" + id + "?view=" + view, ID: id, SessionID: phone.legacyID,
		TelephonySessionID: phone.id, PartyID: p.id, StartTime: timestamp(phone.started.Truncate(time.Second)),
		Duration: wholeSeconds(phone.until(at).Sub(phone.started)), Type: "Voice", Direction: p.direction,
		Action: "Phone Call", Result: phone.result(at),
		From: logParty{p.from.PhoneNumber, p.from.Name}, To: logParty{p.to.PhoneNumber, p.to.Name},
	}
	if detailed {
		r.Transport, r.LastModified = "PSTN", timestamp(at)
		r.Extension = &extensionInCalls{json.Number(c.target.ID), c.extensionURI(c.target)}
		r.Legs = r.legs(phone, at)
	}
	return r
}

// legs returns one leg for each party that the extension has had. Guess: a
// flipped leg is FindMe.
func (r callRecord) legs(phone *phoneCall, at time.Time) []callLeg {
	var list []callLeg
	for i, sp := range phone.history {
		if sp.from.After(at) {
			break
		}
		kind := "FindMe"
		if i == 0 {
			kind = "Accept"
		}
		list = append(list, callLeg{
			StartTime: timestamp(sp.from.Truncate(time.Second)), Duration: wholeSeconds(phone.until(at).Sub(sp.from)),
			Type: "Voice", Direction: sp.party.direction, Action: r.Action, Result: r.Result, LegType: kind, Master: i == 0,
			TelephonySessionID: phone.id, PartyID: sp.party.id,
			From: logParty{sp.party.from.PhoneNumber, sp.party.from.Name}, To: logParty{sp.party.to.PhoneNumber, sp.party.to.Name},
		})
	}
	return list
}

// partyAt returns the extension's own party at the given time.
func (c *phoneCall) partyAt(at time.Time) *party {
	p := c.history[0].party
	for _, sp := range c.history {
		if !sp.from.After(at) {
			p = sp.party
		}
	}
	return p
}

// until returns the end of the call, or at if the call had not ended by then.
func (c *phoneCall) until(at time.Time) time.Time {
	if !c.ended.IsZero() && c.ended.Before(at) {
		return c.ended
	}
	return at
}

// result is In Progress while the call is live (dossier 12). Guess: the words
// for a call that has ended.
func (c *phoneCall) result(at time.Time) string {
	switch {
	case c.ended.IsZero() || at.Before(c.ended):
		return "In Progress"
	case c.plan.Outbound:
		return "Call connected"
	}
	return "Accepted"
}

// callLogPage returns a page without totals (dossier 3). perPage may be the
// word max.
func (c *call) callLogPage(found []callRecord) (result, error) {
	q := c.r.URL.Query()
	page, err := positiveInt(q, "page", 1)
	if err != nil {
		return result{}, err
	}
	perPage := maxPerPage
	if q.Get("perPage") != "max" {
		if perPage, err = positiveInt(q, "perPage", defaultPerPage); err != nil {
			return result{}, err
		}
		perPage = min(perPage, maxPerPage)
	}
	return success(c.callLog(found, page, perPage)), nil
}

// callLog returns a page as CallLogResponse (S).
func (c *call) callLog(found []callRecord, page, perPage int) jsonobj.Object {
	start := min((page-1)*perPage, len(found))
	end := min(start+perPage, len(found))
	paging := jsonobj.New("page", page, "perPage", perPage)
	if end > start {
		paging = paging.With("pageStart", start)
		paging = paging.With("pageEnd", end-1)
	}
	to := func(n int) link { return link{c.callLogURI(n, perPage)} }
	last := max((len(found)+perPage-1)/perPage, 1)
	nav := jsonobj.New("firstPage", to(1))
	if page < last {
		nav = nav.With("nextPage", to(page+1))
	}
	if page > 1 && page-1 <= last {
		nav = nav.With("previousPage", to(page-1))
	}
	nav = nav.With("lastPage", to(last))
	records := append([]callRecord{}, found[start:end]...)
	return jsonobj.New("uri", c.callLogURI(page, perPage), "records", records, "paging", paging, "navigation", nav)
}

func (c *call) callLogURI(page, perPage int) string {
	view := c.r.URL.Query().Get("view")
	if view == "" {
		view = "Simple"
	}
	return c.canonical() + "?view=" + url.QueryEscape(view) + "&page=" + strconv.Itoa(page) + "&perPage=" + strconv.Itoa(perPage)
}

package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"rcfwd/api/jsonobj"
)

// subscription is the set of events that a client receives.
type subscription struct {
	id      string
	owner   *Extension
	created time.Time
	filters []eventFilter
	refused []disabledFilter
}

// eventFilter selects one kind of events of one extension.
type eventFilter struct {
	name   string // canonical: IDs in place of ~
	kind   eventKind
	target *Extension // nil for the whole account
}

type eventKind int

const (
	presenceEvents eventKind = iota
	detailedPresenceEvents
	sessionEvents
	extensionEvents
	extensionListEvents // of every extension; the filter has no target
)

// scope returns the app permission that a kind requires (dossier 13).
func (k eventKind) scope() string {
	return [...]string{"ReadPresence", "ReadPresence", "CallControl", "ReadAccounts", "ReadAccounts"}[k]
}

// subscriptionShown is SubscriptionInfo (V: the SDK's).
type subscriptionShown struct {
	URI             string            `json:"uri"`
	ID              string            `json:"id"`
	CreationTime    string            `json:"creationTime"`
	ExpirationTime  string            `json:"expirationTime"`
	ExpiresIn       int               `json:"expiresIn"`
	Status          string            `json:"status"`
	EventFilters    []string          `json:"eventFilters"`
	DisabledFilters []disabledFilter  `json:"disabledFilters,omitempty"`
	DeliveryMode    map[string]string `json:"deliveryMode"`
}

type disabledFilter struct {
	Filter  string `json:"filter"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// showSubscription: a subscription lives as long as the connection (G), so its
// expiration time has no meaning (Guess: that of the connection).
func (c *call) showSubscription(sub *subscription) subscriptionShown {
	shown := subscriptionShown{
		URI: c.base + subscribePath + "/" + sub.id, ID: sub.id, Status: "Active", CreationTime: timestamp(sub.created),
		ExpirationTime: timestamp(sub.created.Add(absoluteTimeout)), ExpiresIn: wholeSeconds(time.Until(sub.created.Add(absoluteTimeout))),
		DisabledFilters: sub.refused, DeliveryMode: map[string]string{"transportType": "WebSocket"},
	}
	for _, f := range sub.filters {
		shown.EventFilters = append(shown.EventFilters, f.name)
	}
	return shown
}

// subscribe replaces the subscription of the connection (G). Over HTTP there is
// no connection: CMN-101 (Guess), as the sandbox has no WebHooks.
func (c *call) subscribe() (result, error) {
	k, sent, err := c.subscriber()
	if err != nil {
		return result{}, err
	}
	sub := &subscription{id: c.ids.uuid(), owner: c.user, created: time.Now()}
	if err := c.setFilters(sub, sent); err != nil {
		return result{}, err
	}
	k.channel.sub = sub
	return success(c.showSubscription(sub)), nil
}

// resubscribe changes the filters of the present subscription.
func (c *call) resubscribe() (result, error) {
	k, sent, err := c.subscriber()
	if err != nil {
		return result{}, err
	}
	if _, err := c.subscription(); err != nil {
		return result{}, err
	}
	sub := *k.channel.sub
	if err := c.setFilters(&sub, sent); err != nil {
		return result{}, err
	}
	k.channel.sub = &sub
	return success(c.showSubscription(&sub)), nil
}

func (c *call) readSubscription() (result, error) {
	sub, err := c.subscription()
	if err != nil {
		return result{}, err
	}
	return success(c.showSubscription(sub)), nil
}

func (c *call) unsubscribe() (result, error) {
	if _, err := c.subscription(); err != nil {
		return result{}, err
	}
	c.socket().channel.sub = nil
	return result{status: http.StatusNoContent}, nil
}

// socket returns the connection that the request came over; nil for HTTP, or if
// the connection is lost.
func (c *call) socket() *socket {
	k, _ := c.r.Context().Value(socketKey{}).(*socket)
	if k == nil || k.channel == nil {
		return nil
	}
	return k
}

// subscription returns the subscription of this connection that the path names.
func (c *call) subscription() (*subscription, error) {
	k := c.socket()
	if k == nil || k.channel.sub == nil || k.channel.sub.id != c.r.PathValue("subscriptionId") {
		return nil, notFound("subscriptionId")
	}
	return k.channel.sub, nil
}

func (c *call) subscriber() (*socket, jsonobj.Object, error) {
	sent, err := c.jsonBody()
	if err != nil {
		return nil, nil, err
	}
	k := c.socket()
	if k == nil || sent.Object("deliveryMode").Str("transportType") != "WebSocket" {
		return nil, nil, invalid("deliveryMode.transportType")
	}
	return k, sent, nil
}

// invalidFilter is SUB-508 (G). Guess: the message.
func invalidFilter(name string) *problem {
	p := refuse(http.StatusBadRequest, "SUB-508", "Event filter [%s] is not valid", name)
	p.parameter = "eventFilters"
	return p
}

// setFilters refuses filters that are not valid with SUB-508 (G). Guess: a list
// without a filter is CMN-101; and filters that the app or the user may not have
// are disabled (V: disabledFilters), unless none is left.
func (c *call) setFilters(sub *subscription, sent jsonobj.Object) error {
	names, ok := jsonobj.As[[]string](sent, "eventFilters")
	if !ok || len(names) == 0 {
		return invalid("eventFilters")
	}
	sub.filters, sub.refused = nil, nil
	var refusal error
	for _, name := range names {
		f, ok := c.eventFilter(name)
		if !ok {
			return invalidFilter(name)
		}
		if p := c.checkFilterPermission(f); p != nil {
			sub.refused = append(sub.refused, disabledFilter{f.name, p.code, p.message})
			refusal = p
			continue
		}
		sub.filters = append(sub.filters, f)
	}
	if len(sub.filters) == 0 {
		return refusal
	}
	return nil
}

// eventFilter parses a filter; its parameters select the contents of a presence
// event as in the call (G).
func (c *call) eventFilter(name string) (eventFilter, bool) {
	path, query, _ := strings.Cut(name, "?")
	parts := strings.SplitN(strings.TrimPrefix(path, "/restapi/v1.0/account/"), "/", 4)
	if len(parts) == 2 && query == "" && strings.HasPrefix(path, "/restapi/") {
		own := parts[0] == "~" || parts[0] == c.company.ID
		return eventFilter{"/restapi/v1.0/account/" + c.company.ID + "/extension", extensionListEvents, nil}, own && parts[1] == "extension"
	}
	if len(parts) < 3 || !strings.HasPrefix(path, "/restapi/") || parts[1] != "extension" || parts[0] != "~" && parts[0] != c.company.ID {
		return eventFilter{}, false
	}
	target := c.user
	if parts[2] != "~" {
		target = c.company.keepByID(parts[2])
	}
	values, err := url.ParseQuery(query)
	if target == nil || err != nil {
		return eventFilter{}, false
	}
	rest := strings.Join(parts[3:], "")
	kind, ok := kindOfEvents(rest, values.Get("detailedTelephonyState") == "true")
	f := eventFilter{"/restapi/v1.0/account/" + c.company.ID + "/extension/" + target.ID, kind, target}
	if rest != "" {
		f.name += "/" + rest
	}
	if query != "" {
		f.name += "?" + query
	}
	return f, ok
}

// kindOfEvents parses the part of a filter after the extension.
func kindOfEvents(rest string, detailed bool) (eventKind, bool) {
	switch {
	case rest == "presence" && detailed:
		return detailedPresenceEvents, true
	case rest == "presence":
		return presenceEvents, true
	case rest == "telephony/sessions":
		return sessionEvents, true
	}
	return extensionEvents, rest == ""
}

// checkFilterPermission checks the app permission of a filter (dossier 13), and
// the user's for filters on other extensions. Guess: presence of others as in
// the call, the list of extensions as its call, anything else of others for
// administrators.
func (c *call) checkFilterPermission(f eventFilter) *problem {
	if scope := f.kind.scope(); !c.session.allows(scope, c.company.scopes(c.session.app)) {
		return appLacksScope(scope)
	}
	permission := c.user.permission("ReadPresenceStatus")
	switch {
	case f.kind == extensionListEvents && c.user.permission("ReadExtensions") == nil:
		return userLacksPermission("ReadExtensions")
	case f.kind == extensionListEvents:
		return nil
	case f.kind > detailedPresenceEvents && f.target != c.user && !c.user.Admin:
		return selfOnly("ReadExtensions")
	case f.kind <= detailedPresenceEvents && permission == nil:
		return userLacksPermission("ReadPresenceStatus")
	case f.kind <= detailedPresenceEvents && !permission.reaches(c.user, f.target):
		return selfOnly("ReadPresenceStatus")
	}
	return nil
}

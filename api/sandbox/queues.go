package sandbox

import (
	"encoding/json"
	"slices"
)

// queueInfo is CallQueueInfo of the list and, with its last three fields,
// CallQueueDetails (V: the SDK).
type queueInfo struct {
	URI             string        `json:"uri"`
	ID              string        `json:"id"`
	ExtensionNumber string        `json:"extensionNumber"`
	Name            string        `json:"name"`
	Status          string        `json:"status"`
	Site            *siteRef      `json:"site,omitempty"`
	ServiceLevel    *serviceLevel `json:"serviceLevelSettings,omitempty"`
	EditableStatus  *bool         `json:"editableMemberStatus,omitempty"`
	AlertTimer      int           `json:"alertTimer,omitempty"`
}

type serviceLevel struct {
	Goal             int  `json:"slaGoal"`
	ThresholdSeconds int  `json:"slaThresholdSeconds"`
	IncludeAbandoned bool `json:"includeAbandonedCalls"`
	AbandonedSeconds int  `json:"abandonedThresholdSeconds"`
}

// queueMember is CallQueueMemberInfo (V).
type queueMember struct {
	URI             string      `json:"uri"`
	ID              json.Number `json:"id"`
	ExtensionNumber string      `json:"extensionNumber"`
}

// listQueues lists the queues, or those that an extension is a member of (V).
func (c *call) listQueues() (result, error) {
	member := c.r.URL.Query().Get("memberExtensionId")
	queues := without(c.company.ofType(queueType), func(e *Extension) bool {
		return member != "" && !slices.Contains(c.company.queueOf(e).Members, member)
	})
	return pageOf(c, queues, func(e *Extension) any { return c.showQueue(e) })
}

func (c *call) showQueue(e *Extension) queueInfo {
	return queueInfo{
		URI: c.accountURI() + "/call-queues/" + e.ID, ID: e.ID, ExtensionNumber: e.Number,
		Name: e.Name(), Status: e.Status, Site: c.siteRefOf(e),
	}
}

// readQueue adds what only a single queue has. The values are the defaults of
// the portal (Guess).
func (c *call) readQueue() (result, error) {
	e, err := c.named("groupId", queueType)
	if err != nil {
		return result{}, err
	}
	info, editable := c.showQueue(e), true
	info.ServiceLevel, info.EditableStatus, info.AlertTimer = &serviceLevel{80, 30, false, 5}, &editable, 5
	return success(info), nil
}

// listQueueMembers lists the members in the order of the queue. One that has
// left the company is not a member any more.
func (c *call) listQueueMembers() (result, error) {
	e, err := c.named("groupId", queueType)
	if err != nil {
		return result{}, err
	}
	members := without(c.company.queueOf(e).Members, func(id string) bool { return c.company.byID(id) == nil })
	return pageOf(c, members, func(id string) any {
		m := c.company.byID(id)
		return queueMember{c.extensionURI(m), json.Number(m.ID), m.Number}
	})
}

// readOverflow shows the queues that take the calls that a queue's members do
// not (V). Guess: CMN-403 for other extensions.
func (c *call) readOverflow() (result, error) {
	if c.target.Type != queueType {
		return result{}, wrongExtensionType()
	}
	items := []any{}
	for _, id := range c.company.queueOf(c.target).Overflow {
		if e := c.company.byID(id); e != nil {
			items = append(items, c.showQueue(e))
		}
	}
	return success(map[string]any{"enabled": len(items) > 0, "items": items}), nil
}

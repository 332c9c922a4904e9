package sandbox

import (
	"net/http"
	"strings"
)

// unplayed are operations that the vendor publishes and the sandbox does not
// have: those of sections 9 to 16 of the dossier, and their neighbours on the
// same resources (V: the SDK). A line is the methods and the path.
const unplayed = `
GET /restapi/v1.0/account/{accountId}/extension/{extensionId}/call-log
GET /restapi/v1.0/account/{accountId}/extension/{extensionId}/call-log/{callRecordId}
GET /restapi/v1.0/account/{accountId}/extension/{extensionId}/caller-id
PUT /restapi/v1.0/account/{accountId}/extension/{extensionId}/presence
PUT,DELETE /restapi/v1.0/account/{accountId}/extension/{extensionId}
POST /restapi/v1.0/account/{accountId}/extension
GET /restapi/v1.0/account/{accountId}/presence
GET /restapi/v1.0/account/{accountId}/device
PUT /restapi/v1.0/account/{accountId}/device/{deviceId}
GET /restapi/v1.0/account/{accountId}/phone-number/{phoneNumberId}
GET /restapi/v1.0/account/{accountId}/active-calls
GET /restapi/v1.0/account/{accountId}/call-log
GET /restapi/v1.0/account/{accountId}/call-log/{callRecordId}
GET /restapi/v1.0/account/{accountId}/business-hours
GET /restapi/v1.0/account/{accountId}/service-info
GET /restapi/v1.0/account/{accountId}/directory/entries
GET /restapi/v1.0/account/{accountId}/directory/entries/{entryId}
GET,POST /restapi/v1.0/account/{accountId}/ivr-menus
GET,PUT,DELETE /restapi/v1.0/account/{accountId}/ivr-menus/{ivrMenuId}
GET,PATCH /restapi/v1.0/account/{accountId}/forward-all-calls
GET,POST /restapi/v1.0/account/{accountId}/answering-rule
GET,PUT,DELETE /restapi/v1.0/account/{accountId}/answering-rule/{ruleId}
GET,POST /restapi/v1.0/account/{accountId}/call-queues
GET,PUT,DELETE /restapi/v1.0/account/{accountId}/call-queues/{groupId}
GET /restapi/v1.0/account/{accountId}/call-queues/{groupId}/members
POST /restapi/v1.0/account/{accountId}/call-queues/{groupId}/bulk-assign
GET,POST /restapi/v1.0/account/{accountId}/sites
GET,PUT,DELETE /restapi/v1.0/account/{accountId}/sites/{siteId}
GET /restapi/v1.0/account/{accountId}/templates
GET /restapi/v1.0/account/{accountId}/templates/{templateId}
POST /restapi/v1.0/account/{accountId}/audit-trail/search
POST /restapi/v1.0/account/{accountId}/telephony/call-out
POST /restapi/v1.0/account/{accountId}/telephony/conference
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/supervise
PATCH /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/answer
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/bridge
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/bring-in
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/forward
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/hold
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/ignore
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/park
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/pickup
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/recordings
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/reject
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/reply
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/supervise
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/transfer
POST /restapi/v1.0/account/{accountId}/telephony/sessions/{telephonySessionId}/parties/{partyId}/unhold
GET /restapi/v1.0/subscription
POST /restapi/v1.0/subscription/{subscriptionId}/renew
GET /restapi/v2/accounts/{accountId}/phone-numbers
`

// unplayedOperations returns the operations that answer 501.
func unplayedOperations() []operation {
	var list []operation
	for line := range strings.Lines(strings.TrimSpace(unplayed)) {
		methods, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		for method := range strings.SplitSeq(methods, ",") {
			list = append(list, operation{method: method, path: path, handle: (*call).notPlayed})
		}
	}
	return list
}

// notPlayed is CMN-202, "not supported" (dossier 4), with a message of its own:
// it is the sandbox that lacks the operation, not RingCentral.
func (c *call) notPlayed() (result, error) {
	c.log("sandbox: not played: %q %q", c.r.Method, c.r.URL.EscapedPath())
	return result{}, refuse(http.StatusNotImplemented, "CMN-202",
		"The sandbox does not play this operation of RingCentral: %s %s", c.op.method, c.op.path)
}

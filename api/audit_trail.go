package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// mostAuditRecords is how many records of the audit trail are read at once.
const mostAuditRecords = 1000

// ChangedSince returns the ids of extensions that the audit trail of the open account names
// as changed since a time, each once, of a thousand changes at most. It takes one Heavy
// request and the app permission ReadAuditTrail. The call is a beta and may lack a change
// (dossier section 16), so what it does not name may have changed as well.
func (c *Client) ChangedSince(ctx context.Context, since time.Time) ([]string, error) {
	var ids []string
	err := c.do(ctx, &rest.Request{
		Op: opSearchAudit, Method: http.MethodPost, Path: c.AccountPath("audit-trail", "search"), Idempotent: true,
		Body: jsonobj.New("eventTimeFrom", since.UTC().Format(time.RFC3339), "page", 1, "perPage", mostAuditRecords),
	}, func(raw json.RawMessage) error {
		w, ok := jsonobj.Read(raw)
		if !ok {
			return rest.ErrShape
		}
		for _, record := range w.Objects("records") {
			target := record.Object("target")
			if id := target.Text("objectId"); target.Text("objectType") == "Extension" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return nil
	})
	return ids, err
}

package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// maxBatch is the number of ids that one path may have (G).
const maxBatch = 30

// batchParameter names the ids of a read that takes several in one path, separated by
// commas; empty for another call. The list is that of the documentation (G, V); the reads
// of forwarding numbers and rules are not on it.
func batchParameter(path string) string {
	switch path {
	case extensionPath, extensionPath + "/device", presencePath:
		return "extensionId"
	case devicePath:
		return "deviceId"
	}
	return ""
}

// batchIDs returns the ids of a batch; nil if the path has one id.
func (c *call) batchIDs() []string {
	ids := strings.Split(c.r.PathValue(batchParameter(c.op.path)), ",")
	if c.op.method != http.MethodGet || batchParameter(c.op.path) == "" || len(ids) < 2 {
		return nil
	}
	return ids
}

// batch answers 207 with one part per id; what is refused for one id is an error
// in its part. CMN-106 (G): too many ids. Each id counts as a request (I).
// Guess: a refusal that has nothing to do with the ids refuses the whole.
func (c *call) batch(ids []string) (result, error) {
	if len(ids) > maxBatch {
		return result{}, refuse(http.StatusBadRequest, "CMN-106", "Too many ids in a batch request: %d, at most %d", len(ids), maxBatch)
	}
	if err := c.authenticate(); err != nil {
		return result{}, err
	}
	for range ids {
		if err := c.count(); err != nil {
			return result{}, err
		}
	}
	if err := c.checkScope(); err != nil {
		return result{}, err
	}
	name := batchParameter(c.op.path)
	parts := make([]batchPart, len(ids))
	for i, id := range ids {
		one := *c
		one.r = c.r.Clone(c.r.Context())
		one.r.SetPathValue(name, id)
		address := c.base + strings.Replace(c.r.URL.Path, c.r.PathValue(name), id, 1)
		parts[i] = batchPart{id, address, render(one.performOne())}
	}
	if strings.Contains(c.r.Header.Get("Accept"), batchJSON) {
		return result{http.StatusMultiStatus, newBatchList(parts)}, nil
	}
	return result{http.StatusMultiStatus, multipartBody{"Boundary_" + c.ids.uuid(), parts}}, nil
}

// performOne runs the checks that depend on the id, and then the operation.
func (c *call) performOne() (result, error) {
	for _, check := range []func() error{c.resolve, c.checkUserPermission, c.checkFeature, c.checkBackend} {
		if err := check(); err != nil {
			return result{}, err
		}
	}
	return c.op.handle(c)
}

// batchPart is the reply for one id.
type batchPart struct {
	id, address string
	reply       reply
}

// batchJSON is the media type of a batch as one JSON text (G, V).
const batchJSON = "application/vnd.ringcentral.multipart+json"

// batchList is a batch as JSON. Its items are those that the SDK has for batches
// of messages (V). Guess: they are the same for other resources.
type batchList []batchItem

type batchItem struct {
	ResourceID string          `json:"resourceId"`
	Status     int             `json:"status"`
	Body       json.RawMessage `json:"body"`
}

func newBatchList(parts []batchPart) batchList {
	list := batchList{}
	for _, p := range parts {
		list = append(list, batchItem{p.id, p.reply.status, p.reply.body})
	}
	return list
}

// multipartBody is a batch as multipart/mixed: first a part with the statuses,
// as the vendor's SDKs expect (V), then one part per id.
type multipartBody struct {
	boundary string
	parts    []batchPart
}

type batchStatus struct {
	Href        string `json:"href"`
	Status      int    `json:"status"`
	Description string `json:"responseDescription"`
}

func (m multipartBody) encode() []byte {
	var list struct {
		Response []batchStatus `json:"response"`
	}
	for _, p := range m.parts {
		list.Response = append(list.Response, batchStatus{p.address, p.reply.status, cmp.Or(p.reply.code, http.StatusText(p.reply.status))})
	}
	var b bytes.Buffer
	for _, body := range append([][]byte{encode(list)}, bodies(m.parts)...) {
		fmt.Fprintf(&b, "--%s\r\nContent-Type: application/json\r\n\r\n%s\r\n", m.boundary, body)
	}
	fmt.Fprintf(&b, "--%s--\r\n", m.boundary)
	return b.Bytes()
}

func bodies(parts []batchPart) [][]byte {
	list := make([][]byte, len(parts))
	for i, p := range parts {
		list[i] = p.reply.body
	}
	return list
}

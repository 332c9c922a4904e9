package api

import "net/http"

func (c *Client) createRequest(n NewNumber) request {
	return request{op: opCreateNumber, method: http.MethodPost, path: c.inExtension(numbersPath), body: n.body()}
}

func (c *Client) updateRequest(old Number, change Change) request {
	return request{op: opUpdateNumber, method: http.MethodPut, path: c.inExtension(numbersPath, old.ID), body: changeBody(change)}
}

// CreatePreview says what CreateNumber would send: method, path and body, on
// one clean line.
func (c *Client) CreatePreview(n NewNumber) string { return c.createRequest(n).preview() }

// UpdatePreview says what UpdateNumber would send.
func (c *Client) UpdatePreview(old Number, change Change) string {
	return c.updateRequest(old, change).preview()
}

func (r request) preview() string {
	body, err := r.payload()
	if err != nil {
		return ""
	}
	return Clean(r.method + " " + r.path + " " + string(body))
}

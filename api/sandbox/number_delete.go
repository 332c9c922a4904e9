package sandbox

import (
	"encoding/json"
	"net/http"
)

// deleteNumber answers 204 (S, G), and FPN-107 for a device line (R21).
func (c *call) deleteNumber() (result, error) {
	n, err := c.number()
	if err != nil {
		return result{}, err
	}
	if err := checkDeletable(n); err != nil {
		return result{}, err
	}
	c.target.Remove(n.ID)
	return result{status: http.StatusNoContent}, nil
}

func checkDeletable(n *Number) error {
	if n.Type == typePhoneLine {
		return refuse(http.StatusForbidden, "FPN-107", "Device number cannot be deleted from the forwarding number list")
	}
	return nil
}

// deleteNumbers deletes all or none (Guess): the first number that cannot be
// deleted refuses the whole list, with the code of a single delete.
func (c *call) deleteNumbers() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	ids, err := c.idsToDelete()
	if err != nil {
		return result{}, err
	}
	for _, id := range ids {
		n := c.target.NumberByID(id)
		if n == nil {
			return result{}, notFound("forwardingNumberId")
		}
		if err := checkDeletable(n); err != nil {
			return result{}, err
		}
	}
	c.target.Remove(ids...)
	return result{status: http.StatusNoContent}, nil
}

// idsToDelete reads records[].forwardingNumberId (S). Guess: an empty list is
// CMN-101, since a client that deletes nothing has made a mistake.
func (c *call) idsToDelete() ([]string, error) {
	p, err := c.payload()
	if err != nil {
		return nil, err
	}
	var records []payload
	if !p.has("records") || json.Unmarshal(p["records"], &records) != nil || len(records) == 0 {
		return nil, invalid("records")
	}
	ids := make([]string, 0, len(records))
	for _, record := range records {
		id, err := record.text("forwardingNumberId")
		if err != nil || id == "" {
			return nil, invalid("forwardingNumberId")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

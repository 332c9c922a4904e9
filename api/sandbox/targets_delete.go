package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// bulkItem is CommRemoveForwardingTargetsItemResource (S).
type bulkItem struct {
	Successful bool           `json:"bulkItemSuccessful"`
	Errors     []errorEntry   `json:"bulkItemErrors,omitempty"`
	Item       jsonobj.Object `json:"bulkItem"`
}

// deletable are the types that can be removed from all rules at once (S).
var deletable = []string{
	coworkerApps, coworkerRing, deviceRing, "IntegrationRingTarget", numberRing, "CloudConnectorRingTarget",
}

// deleteTargets removes targets from every rule. S: it answers 200 even if some
// fail, with an outcome for each in their order. Guess: a missing, invalid or
// empty list is refused as a whole.
func (c *call) deleteTargets() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	if err := c.checkPlan(); err != nil {
		return result{}, err
	}
	body, err := c.jsonBody()
	if err != nil {
		return result{}, err
	}
	records, ok := jsonobj.As[[]jsonobj.Object](body, "records")
	if !ok || len(records) == 0 {
		return result{}, invalid("records")
	}
	outcomes := []bulkItem{}
	for _, r := range records {
		outcomes = append(outcomes, c.deleteTarget(r))
	}
	return success(map[string]any{"records": outcomes}), nil
}

func (c *call) deleteTarget(t jsonobj.Object) bulkItem {
	if p := c.removeEverywhere(t); p != nil {
		return bulkItem{Errors: p.body().Errors, Item: t}
	}
	return bulkItem{Successful: true, Item: t}
}

// removeEverywhere refuses the extension's own apps and devices (S). Guess: the
// codes, CMN-101 for those and CMN-102 for a target that no rule has.
func (c *call) removeEverywhere(t jsonobj.Object) *problem {
	if !slices.Contains(deletable, t.Str("type")) || c.isOwn(t) {
		return invalid("type")
	}
	t = t.Edit("destination", func(d jsonobj.Object) jsonobj.Object {
		if phone := normalize(d.Str("phoneNumber")); phone != "" {
			return d.With("phoneNumber", phone)
		}
		return d
	})
	key, found := targetKey(t), false
	for _, r := range c.target.v2Rules() {
		found = r.dropTarget(key) || found
	}
	if !found {
		return notFound("records")
	}
	return nil
}

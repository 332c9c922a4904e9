package calls

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"rcfwd/api"
)

// Name is how a call is asked for: the ids of its session and of the own party in it.
func (c *Call) Name() string { return c.SessionID + "/" + c.PartyID }

// Find returns the call of which: its Name, "only" for the one that there is, or the
// number of the other side, as people of region type it. Neither its place in the list nor
// a part of a word selects. The error is an *api.NotFoundError or an *api.AmbiguousError.
func (s *Snapshot) Find(which, region string) (Call, error) {
	if which == "" {
		return Call{}, errors.New("name a call as SESSION/PARTY, only, or by the number of the other side")
	}
	phone, err := api.ReadPhone(which, region)
	found := slices.DeleteFunc(slices.Clone(s.Calls), func(c Call) bool {
		number := c.Peer.Number != "" && (c.Peer.Number == which || err == nil && c.Peer.Number == phone.E164)
		return which != "only" && c.Name() != which && !number
	})
	switch {
	case len(found) == 0:
		return Call{}, &api.NotFoundError{What: "live call", Text: which, Have: described(s.Calls)}
	case len(found) > 1, which == "only" && s.More > 0:
		return Call{}, &api.AmbiguousError{What: "live call", Text: which, Candidates: s.described(found)}
	}
	return found[0], nil
}

// described also tells of the calls that the service does not list.
func (s *Snapshot) described(calls []Call) []string {
	words := described(calls)
	if s.More > 0 {
		words = append(words, "and "+strconv.Itoa(s.More)+" that RingCentral does not list")
	}
	return words
}

// described names calls as they can be asked for.
func described(calls []Call) []string {
	words := make([]string, 0, len(calls))
	for _, c := range calls {
		words = append(words, c.Name()+" ("+strings.TrimSpace(c.Peer.Name+" "+c.Peer.Number)+", "+c.State.String()+")")
	}
	return words
}

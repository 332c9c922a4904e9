package sandbox

import "encoding/json"

// Every frame is a JSON array of a meta object and an optional body (G).

type meta struct {
	Type      string            `json:"type"`
	MessageID string            `json:"messageId,omitempty"`
	Status    int               `json:"status,omitempty"`
	WSC       *wsc              `json:"wsc,omitempty"`
	Headers   map[string]string `json:"headers,omitempty"`
	// Of requests.
	Method string         `json:"method,omitempty"`
	Path   string         `json:"path,omitempty"`
	Query  map[string]any `json:"query,omitempty"`
}

// wsc is a position in the sequence of events. A client resumes there with the
// token.
type wsc struct {
	Token    string `json:"token"`
	Sequence int    `json:"sequence"`
}

// connectionDetails is the body of the first frame (G).
type connectionDetails struct {
	CreationTime      string `json:"creationTime"`
	MaxConnections    int    `json:"maxConnectionsPerSession"`
	RecoveryBuffer    int    `json:"recoveryBufferSize"`
	RecoveryTimeout   int    `json:"recoveryTimeout"`
	IdleTimeout       int    `json:"idleTimeout"`
	AbsoluteTimeout   int    `json:"absoluteTimeout"`
	MaxActiveRequests int    `json:"maxActiveRequests"`
	RecoveryState     string `json:"recoveryState,omitempty"` // Successful, Failed; absent without a recovery (F)
	RecoveryErrorCode string `json:"recoveryErrorCode,omitempty"`
}

// notification is the body of an event (G).
type notification struct {
	UUID           string `json:"uuid"`
	Event          string `json:"event"`
	Timestamp      string `json:"timestamp"`
	SubscriptionID string `json:"subscriptionId"`
	OwnerID        string `json:"ownerId"`
	Body           any    `json:"body"`
}

// wsProblem is the body of an Error frame (F).
type wsProblem struct {
	ErrorCode string `json:"errorCode"`
	Message   string `json:"message"`
}

// frame is not inlined: its copies would make the program larger.
//
//go:noinline
func frame(m meta, body ...any) []byte { return encode(append([]any{m}, body...)) }

// parseFrame reads a frame of a client.
func parseFrame(data []byte) (m meta, body json.RawMessage, ok bool) {
	var parts []json.RawMessage
	if json.Unmarshal(data, &parts) != nil || len(parts) == 0 || json.Unmarshal(parts[0], &m) != nil {
		return m, nil, false
	}
	if len(parts) > 1 {
		body = parts[1]
	}
	return m, body, true
}

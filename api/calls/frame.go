package calls

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The types of frames (dossier section 13).
const (
	typeDetails   = "ConnectionDetails"
	typeRequest   = "ClientRequest"
	typeHeartbeat = "Heartbeat"
	typeEvent     = "ServerNotification"
	typeError     = "Error"
)

// frame is a message of the service: an array of its metadata and its body.
type frame struct {
	wireMeta
	body json.RawMessage
}

type wireMeta struct {
	Type      jsonobj.FlexString `json:"type"`
	MessageID jsonobj.FlexString `json:"messageId"`
	Status    jsonobj.FlexString `json:"status"`
	Headers   json.RawMessage    `json:"headers"`
	Recovery  struct {
		Token    jsonobj.FlexString `json:"token"`
		Sequence jsonobj.FlexString `json:"sequence"`
	} `json:"wsc"`
}

// readFrame decodes a message. It returns an empty frame, which is ignored, for what
// is not one.
func readFrame(message []byte) frame {
	var parts []json.RawMessage
	var f frame
	if json.Unmarshal(message, &parts) != nil || len(parts) == 0 || json.Unmarshal(parts[0], &f.wireMeta) != nil {
		return frame{}
	}
	if len(parts) > 1 {
		f.body = parts[1]
	}
	return f
}

// parseInt parses a whole number, which may be a JSON number or a string.
func parseInt(s jsonobj.FlexString) (int64, bool) {
	n, err := strconv.ParseInt(string(s), 10, 64)
	return n, err == nil
}

// header returns the headers of the answer to a request, such as those of its rate
// limit.
func (f frame) header() http.Header {
	var w map[string]jsonobj.FlexString
	_ = json.Unmarshal(f.Headers, &w) // the headers are optional
	h := http.Header{}
	for name, value := range w {
		h.Set(name, string(value))
	}
	return h
}

// err returns the error that the frame reports for op, or nil.
func (f frame) err(op rest.Operation) error {
	status, _ := parseInt(f.Status)
	if f.Type != typeError && status < 400 {
		return nil
	}
	return rest.ReadError(op, int(status), nil, f.body)
}

// wireDetails is the body of the first frame.
type wireDetails struct {
	RecoveryState   jsonobj.FlexString `json:"recoveryState"`
	RecoveryTimeout jsonobj.FlexString `json:"recoveryTimeout"` // seconds
}

// recoveryWindow returns how long after its end a connection can be resumed.
func (w wireDetails) recoveryWindow() time.Duration {
	const usual, most = 180, 24 * 60 * 60
	n, err := strconv.Atoi(string(w.RecoveryTimeout))
	if err != nil || n < 0 {
		n = usual
	}
	return time.Duration(min(n, most)) * time.Second
}

// wireEvent is the body of an event.
type wireEvent struct {
	Event string       `json:"event"`
	Body  wirePresence `json:"body"`
}

// encodeFrame encodes a message to the service. body may be nil.
func encodeFrame(meta, body any) []byte {
	parts := []any{meta}
	if body != nil {
		parts = append(parts, body)
	}
	message, err := json.Marshal(parts)
	if err != nil {
		panic(err) // impossible: only maps and strings are sent
	}
	return message
}

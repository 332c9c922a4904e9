package rest

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"
)

// Log writes every exchange that ends from now on to w, one JSON object per line. Phone
// numbers keep only their last two digits unless phones is set. Each write is one whole
// line.
func (t *Trace) Log(w io.Writer, phones bool) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = &traceLog{out: out, phones: phones}
}

// traceLog writes lines in the form of log/slog, without that package: no other code needs
// it, and it adds 90 kB to the program.
type traceLog struct {
	mu     sync.Mutex
	out    *json.Encoder
	phones bool // whole phone numbers
}

// logLine is one line of the log. Level is a level of log/slog.
type logLine struct {
	Time      time.Time  `json:"time"`
	Level     string     `json:"level"`
	Message   string     `json:"msg"`
	Number    int        `json:"number"`
	Sent      time.Time  `json:"sent"`
	Method    string     `json:"method"`
	Server    string     `json:"server"`
	Path      string     `json:"path"`
	Status    int        `json:"status"`
	Seconds   float64    `json:"seconds"`
	Failure   string     `json:"failure"`
	Group     string     `json:"group"`
	Limit     int        `json:"limit"`
	Remaining int        `json:"remaining"`
	RequestID string     `json:"requestId"`
	Request   logMessage `json:"request"`
	Response  logMessage `json:"response"`
}

// logMessage is a request or an answer in the log. Bytes is the length of the whole body.
type logMessage struct {
	Header map[string][]string `json:"header"`
	Body   string              `json:"body"`
	Bytes  int64               `json:"bytes"`
}

// write logs an exchange that has ended. It writes outside of the lock of the trace: a
// slow disk must not delay what is on the screen.
func (t *Trace) write(e *Exchange) {
	t.mu.Lock()
	log, x := t.log, *e
	t.mu.Unlock()
	if log != nil {
		log.write(&x)
	}
}

func (l *traceLog) write(x *Exchange) {
	text := maskPhones
	if l.phones {
		text = func(s string) string { return s }
	}
	line := logLine{
		Time: time.Now(), Level: x.level(), Message: "exchange", Number: x.Number, Sent: x.At.UTC(),
		Method: x.Method, Server: x.Server, Path: text(x.Path), Status: x.Status,
		Seconds: x.Duration.Round(time.Microsecond).Seconds(), Failure: text(x.Failure),
		Group: x.Group, Limit: x.Limit, Remaining: x.Remaining, RequestID: x.RequestID,
		Request:  logMessage{headerText(x.RequestHeader, text), text(x.RequestBody), x.RequestBytes},
		Response: logMessage{headerText(x.ResponseHeader, text), text(x.ResponseBody), x.ResponseBytes},
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.out.Encode(line) // a log that cannot be written stops no request
}

func (e *Exchange) level() string {
	switch {
	case e.Status == 0 || e.Status >= 500 || e.Failure != "":
		return "ERROR"
	case e.Status >= 400:
		return "WARN"
	}
	return "INFO"
}

// headerText is not inlined: its copies would make the program larger.
//
//go:noinline
func headerText(h http.Header, text func(string) string) map[string][]string {
	all := map[string][]string{}
	for name, values := range h {
		for _, v := range values {
			all[name] = append(all[name], text(v))
		}
	}
	return all
}

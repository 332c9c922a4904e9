package rest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Log writes every exchange that ends from now on to w, one JSON object per line. Phone
// numbers keep only their last two digits unless phones is set. Each write is one whole
// line.
func (t *Trace) Log(w io.Writer, phones bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log, t.phones = slog.New(slog.NewJSONHandler(w, nil)), phones
}

// write logs an exchange that has ended. It writes outside of the lock: a slow disk must
// not delay what is on the screen.
func (t *Trace) write(e *Exchange) {
	t.mu.Lock()
	log, phones, x := t.log, t.phones, *e
	t.mu.Unlock()
	if log == nil {
		return
	}
	text := maskPhones
	if phones {
		text = func(s string) string { return s }
	}
	log.LogAttrs(context.Background(), x.level(), "exchange",
		slog.Int("number", x.Number), slog.Time("sent", x.At.UTC()), slog.String("method", x.Method),
		slog.String("server", x.Server), slog.String("path", text(x.Path)), slog.Int("status", x.Status),
		slog.Float64("seconds", x.Duration.Round(time.Microsecond).Seconds()), slog.String("failure", text(x.Failure)),
		slog.String("group", x.Group), slog.Int("limit", x.Limit), slog.Int("remaining", x.Remaining),
		slog.String("requestId", x.RequestID),
		slog.Group("request", slog.Any("header", headerText(x.RequestHeader, text)),
			slog.String("body", text(x.RequestBody)), slog.Int64("bytes", x.RequestBytes)),
		slog.Group("response", slog.Any("header", headerText(x.ResponseHeader, text)),
			slog.String("body", text(x.ResponseBody)), slog.Int64("bytes", x.ResponseBytes)),
	)
}

func (e Exchange) level() slog.Level {
	switch {
	case e.Status == 0 || e.Status >= 500 || e.Failure != "":
		return slog.LevelError
	case e.Status >= 400:
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

func headerText(h http.Header, text func(string) string) map[string][]string {
	all := map[string][]string{}
	for name, values := range h {
		for _, v := range values {
			all[name] = append(all[name], text(v))
		}
	}
	return all
}

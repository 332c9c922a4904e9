package rest

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Programs that read logs of log/slog read this one too, byte for byte.
func TestTraceLog_writesLinesAsSlogDoes(t *testing.T) {
	when := time.Date(2026, 3, 1, 9, 30, 0, 123456789, time.UTC)
	for _, x := range []Exchange{
		{},
		{Number: 7, At: when, Method: "GET", Server: "https://x.test", Path: "/a?b=<c>&d", Status: 200, Duration: 1234567 * time.Nanosecond, Limit: 40, Remaining: 39},
		{Status: 429, Group: GroupHeavy, RequestID: "r-1", RequestHeader: http.Header{"B": {"2", "3"}, "A": {"1"}}, RequestBody: `{"a":"\u2028"}`, RequestBytes: 5},
		{Status: 503, Failure: "reset", ResponseHeader: http.Header{"Content-Type": {"text/html"}}, ResponseBody: "<p>\x00", ResponseBytes: 1 << 40},
	} {
		var got, want bytes.Buffer
		trace := NewTrace()
		trace.Log(&got, true)
		trace.write(&x)
		slog.New(slog.NewJSONHandler(&want, nil)).LogAttrs(t.Context(), levels[x.level()], "exchange", attributes(&x)...)
		if a, b := afterTime(got.String()), afterTime(want.String()); a != b {
			t.Errorf("the log has\n%s\nslog writes\n%s", a, b)
		}
	}
}

var levels = map[string]slog.Level{"INFO": slog.LevelInfo, "WARN": slog.LevelWarn, "ERROR": slog.LevelError}

func attributes(x *Exchange) []slog.Attr {
	same := func(s string) string { return s }
	return []slog.Attr{
		slog.Int("number", x.Number), slog.Time("sent", x.At.UTC()), slog.String("method", x.Method),
		slog.String("server", x.Server), slog.String("path", x.Path), slog.Int("status", x.Status),
		slog.Float64("seconds", x.Duration.Round(time.Microsecond).Seconds()), slog.String("failure", x.Failure),
		slog.String("group", x.Group), slog.Int("limit", x.Limit), slog.Int("remaining", x.Remaining),
		slog.String("requestId", x.RequestID),
		slog.Group("request", slog.Any("header", headerText(x.RequestHeader, same)),
			slog.String("body", x.RequestBody), slog.Int64("bytes", x.RequestBytes)),
		slog.Group("response", slog.Any("header", headerText(x.ResponseHeader, same)),
			slog.String("body", x.ResponseBody), slog.Int64("bytes", x.ResponseBytes)),
	}
}

// afterTime returns a line without its first field, the time of writing.
func afterTime(line string) string {
	_, rest, _ := strings.Cut(line, ",")
	return rest
}
